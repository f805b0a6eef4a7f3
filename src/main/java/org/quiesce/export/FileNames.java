package org.quiesce.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of files for results: what a file can't be called by is replaced, and no two are alike. */
public final class FileNames {

    private static final int LONGEST = 80;

    private final Map<String, String> stems = new LinkedHashMap<>();

    private FileNames(List<String> names) {
        for (String name : names) {
            if (!stems.containsKey(name)) {
                stems.put(name, free(stem(name)));
            }
        }
    }

    /** Names for what is about protocols that the user named so. */
    public static FileNames of(List<String> names) {
        return new FileNames(names);
    }

    /** The name, without ending, for what is about a protocol on a kernel. */
    public String of(String name, String kernel) {
        return stems.get(name) + "-" + plain(kernel);
    }

    /** The name, without ending, for what is about a property of a protocol on a kernel. */
    public String of(String name, String kernel, String property) {
        return of(name, kernel) + "-" + plain(property);
    }

    private String free(String stem) {
        String free = stem;
        for (int n = 2; stems.containsValue(free); n++) {
            free = stem + "_" + n;
        }
        return free;
    }

    private static String stem(String name) {
        String plain = plain(name.replaceFirst("^[^A-Za-z0-9]+", "").replace('/', '-'));
        return plain.isEmpty() ? "protocol" : plain;
    }

    private static String plain(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("[^A-Za-z0-9._+-]", "_");
    }
}
