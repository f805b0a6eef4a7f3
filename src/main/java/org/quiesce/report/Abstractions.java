package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;

/** How a text shows what is taken to be so of a C file. */
public enum Abstractions {
    /** Of more than a few it says how many they are. */
    COUNTED,
    /** Each with its line. */
    LISTED;

    private static final String OF_FILE = "of the file: ";
    private static final int FEW = 3;

    /** The clauses on which something rests, as they are shown. */
    List<String> shown(List<String> clauses) {
        long count = clauses.stream().filter(clause -> clause.startsWith(OF_FILE)).count();
        if (this == LISTED || count <= FEW) {
            return clauses;
        }
        List<String> shown = new ArrayList<>();
        for (String clause : clauses) {
            if (!clause.startsWith(OF_FILE)) {
                shown.add(clause);
            } else if (shown.stream().noneMatch(before -> before.startsWith(OF_FILE))) {
                shown.add(OF_FILE + count + " assumptions, which check --explain-abstraction lists");
            }
        }
        return shown;
    }
}
