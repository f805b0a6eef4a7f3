package org.quiesce.report;

import java.util.List;

/** Lists of names or clauses as part of a sentence. */
final class Phrases {

    private Phrases() {}

    /** "a", "a and b", "a, b and c". */
    static String and(List<String> parts) {
        return joined(parts, " and ");
    }

    /** "a", "a or b", "a, b or c". */
    static String or(List<String> parts) {
        return joined(parts, " or ");
    }

    private static String joined(List<String> parts, String last) {
        int end = parts.size() - 1;
        return end < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, end)) + last + parts.get(end);
    }
}
