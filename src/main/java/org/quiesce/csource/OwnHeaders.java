package org.quiesce.csource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The headers that stand beside the files of a module, and that these include by a name in quotes. */
final class OwnHeaders {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*\"([^\"]+)\"");

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
