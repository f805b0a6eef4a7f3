package org.quiesce.export;

import java.util.List;
import java.util.stream.Collectors;
import org.quiesce.result.Links;
import org.quiesce.result.PlainRun.Change;
import org.quiesce.result.PlainRun.Step;

/** Texts of a result on one line, whatever a file or a protocol has in them. */
final class Plain {

    private Plain() {}

    /** The text with every control and formatting character, line breaks included, replaced. */
    static String line(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    /** What a step changes, but for where its context is; empty if it changes nothing else. */
    static String changes(Step step) {
        return line(telling(step).stream().map(Change::text).collect(Collectors.joining(", ")));
    }

    static List<Change> telling(Step step) {
        return step.changes().stream().filter(Change::isTelling).toList();
    }

    /** What a step does, what that changes, and whom it does not wake. */
    static String effect(Step step, Links links) {
        String changes = changes(step);
        return line(step.what()) + (changes.isEmpty() ? "" : " → " + changes)
                + links.missed(step).stream().map(missed -> " " + line(missed.text())).collect(Collectors.joining());
    }
}
