package org.quiesce.csource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers that stand beside the files of a module, and that these include by a name in quotes. */
final class OwnHeaders {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*\"([^\"]+)\"");

    private final Set<Path> seen = new HashSet<>();
    private final List<CSource> headers = new ArrayList<>();

    private OwnHeaders() {}

    /** The headers, each once, and after those that it includes itself. */
    static List<CSource> of(List<CSource> files) {
        OwnHeaders own = new OwnHeaders();
        files.forEach(own::add);
        return own.headers;
    }

    private void add(CSource file) {
        Matcher include = INCLUDE.matcher(file.text());
        while (include.find()) {
            Path path = Path.of(file.file()).resolveSibling(include.group(1)).normalize();
            if (Files.isRegularFile(path) && seen.add(path)) {
                CSource header = CSource.read(path);
                add(header);
                headers.add(header);
            }
        }
    }
}
