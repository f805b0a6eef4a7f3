package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the macros of a file before it is read.
 *
 * @param defined   macros that are defined, by name, each as what
 * @param undefined macros that are not defined, even if Quiesce's own header defines them
 * @param headers   files that are read before it, after Quiesce's own header: of them macros, types and declarations
 *                  count, and no function
 */
public record Preprocessing(SortedMap<String, String> defined, SortedSet<String> undefined, List<CSource> headers) {

    public Preprocessing {
        defined = new TreeMap<>(defined);
        undefined = new TreeSet<>(undefined);
        headers = List.copyOf(headers);
    }

    /** Nothing but what Quiesce's own header says. */
    public static Preprocessing usual() {
        return new Preprocessing(new TreeMap<>(), new TreeSet<>(), List.of());
    }

    /** {@code -D name=value}, whatever was said of it before. */
    Preprocessing defining(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(defined);
        more.put(name, value);
        SortedSet<String> fewer = new TreeSet<>(undefined);
        fewer.remove(name);
        return new Preprocessing(more, fewer, headers);
    }

    /**
     * {@code -D macro}, which is a name, or a name with a value.
     *
     * @throws CSourceException if it begins with no name
     */
    public Preprocessing defining(String macro) {
        String[] parts = macro.split("=", 2);
        return defining(named(parts[0]), parts.length == 1 ? "1" : parts[1]);
    }

    private static String named(String macro) {
        if (!macro.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new CSourceException("'" + macro + "' is no name of a macro");
        }
        return macro;
    }

    /** All of them, as 1. */
    Preprocessing definingAll(List<String> names) {
        Preprocessing all = this;
        for (String name : names) {
            all = all.defining(name, "1");
        }
        return all;
    }

    /**
     * {@code -U name}.
     *
     * @throws CSourceException if it is no name, or is defined
     */
    public Preprocessing undefining(String name) {
        if (defined.containsKey(named(name))) {
            throw new CSourceException("two things are said of '" + name + "', that it is defined and that it is not; leave one out");
        }
        SortedSet<String> more = new TreeSet<>(undefined);
        more.add(name);
        return new Preprocessing(defined, more, headers);
    }

    /** Reads one more file first. */
    public Preprocessing including(CSource header) {
        List<CSource> more = new ArrayList<>(headers);
        more.add(header);
        return new Preprocessing(defined, undefined, more);
    }

    /** Whether it is said if a macro is defined. */
    boolean knows(String macro) {
        return defined.containsKey(macro) || undefined.contains(macro);
    }

    /** The options that say what this says of some macros, such as {@code -DCONFIG_PM -UDEBUG}. */
    String options(List<String> macros) {
        return macros.stream().map(macro -> (undefined.contains(macro) ? "-U" : "-D") + macro)
                .collect(Collectors.joining(" "));
    }

    /** The lines that undo what headers define. */
    String undoing() {
        return Stream.concat(defined.keySet().stream(), undefined.stream())
                .map(name -> "#undef " + name + "\n").collect(Collectors.joining())
                + defined.entrySet().stream().map(e -> "#define " + e.getKey() + " " + e.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
