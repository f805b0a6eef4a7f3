package org.quiesce.csource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules that a Kbuild file, or a Makefile in its language, builds of the C files beside it. */
public final class Kbuild {

    private static final List<String> NAMES = List.of("Kbuild", "Makefile");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?m)^[ \\t]*([\\w.-]+)-(objs|[ym]|\\$\\([^)]*\\))[ \\t]*[:+]?=(.*)$");

    /**
     * A module.
     *
     * @param files its C files, at least one
     */
    public record Built(String module, List<Path> files) {
        public Built {
            files = List.copyOf(files);
        }

        /**
         * The text of it, under the name of its only file, or of the module.
         *
         * @throws CSourceException if a file can't be read, or is no C
         */
        public CSource source(Preprocessing given) {
            return CSource.of(module, files, given);
        }
    }

    private Kbuild() {}

    /** The file of a directory that says what is built there. */
    public static Optional<Path> in(Path directory) {
        return NAMES.stream().map(directory::resolve).filter(Files::isRegularFile).findFirst();
    }

    /**
     * The modules, in the order of the file. What is built only if some option is set is taken for built.
     *
     * @throws CSourceException if it can't be read, or a C file is missing
     */
    public static List<Built> modules(Path file) {
        Map<String, Set<String>> lists = new LinkedHashMap<>();
        Matcher assignment = ASSIGNMENT.matcher(text(file).replaceAll("\\\\\\R", " ").replaceAll("(?m)#.*$", ""));
        while (assignment.find()) {
            Stream.of(assignment.group(3).strip().split("\\s+")).filter(o -> o.endsWith(".o"))
                    .forEach(o -> lists.computeIfAbsent(assignment.group(1), l -> new LinkedHashSet<>())
                            .add(o.substring(0, o.length() - 2)));
        }
        List<Built> built = new ArrayList<>();
        for (String module : lists.getOrDefault("obj", Set.of())) {
            Set<String> objects = lists.getOrDefault(module, Set.of(module));
            built.add(new Built(module, objects.stream().map(object -> c(file, module, object)).toList()));
        }
        return built;
    }

    private static Path c(Path file, String module, String object) {
        Path c = file.resolveSibling(object + ".c");
        if (!Files.isRegularFile(c)) {
            throw new CSourceException(file + ": module '" + module + "' is built of " + object + ".c, which is not there");
        }
        return c;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new CSourceException("'" + file + "' can't be read: " + e.getMessage());
        }
    }
}
