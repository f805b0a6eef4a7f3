package org.quiesce.csource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Origin;

/** The headers that stand beside the files of a module, and that these include by a name in quotes. */
final class OwnHeaders {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*\"([^\"]+)\"");

    /** A header that a file includes. */
    record Included(String name, int line) {}

    private final Set<Path> seen = new HashSet<>();
    private final List<CSource> headers = new ArrayList<>();

    private OwnHeaders() {}

    /** The headers, each once, and after those that it includes itself; and then the files. */
    static List<CSource> and(List<Path> files) {
        OwnHeaders own = new OwnHeaders();
        List<CSource> sources = files.stream().map(CSource::read).toList();
        for (int i = 0; i < files.size(); i++) {
            own.add(files.get(i), sources.get(i));
        }
        return Stream.concat(own.headers.stream(), sources.stream()).toList();
    }

    /**
     * The headers that are included by a name in quotes, and that are not read.
     *
     * @param given headers that are read in place of some of that name
     */
    static List<Included> missing(CSource source, Preprocessing given) {
        Set<String> read = Stream.concat(
                        source.parts().stream().map(Origin.File::name), given.headers().stream().map(CSource::file))
                .map(OwnHeaders::shortName).collect(Collectors.toSet());
        return INCLUDE.matcher(source.text()).results()
                .map(include -> new Included(include.group(1), source.line(include.start(1))))
                .filter(included -> !read.contains(shortName(included.name())))
                .toList();
    }

    private static String shortName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void add(Path file, CSource source) {
        Matcher include = INCLUDE.matcher(source.text());
        while (include.find()) {
            Path path = file.resolveSibling(include.group(1)).normalize();
            if (Files.isRegularFile(path) && seen.add(path)) {
                CSource header = CSource.read(path);
                add(path, header);
                headers.add(header);
            }
        }
    }
}
