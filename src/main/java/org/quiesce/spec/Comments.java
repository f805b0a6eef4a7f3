package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Step;

/** What a module says to a reader beside its formulas. */
final class Comments {

    /** As wide as the box of a module, so that the title does not widen it. */
    private static final int WIDTH = 71;

    private Comments() {}

    /** Beside a step: its C if it is all there is of a line, else what part of the line it is. */
    static String of(Step step) {
        if (step.line() > 0 && isWhole(step) && !step.text().isEmpty()) {
            return statement(step.text());
        }
        return step.ids().isEmpty() ? step.what() : ids(step.ids()) + ": " + step.what();
    }

    /** Above the first of several steps of a line: the C of that line. */
    static Optional<String> above(LoweredProgram program, Step step) {
        boolean several = !isWhole(step);
        Optional<Step> first = program.steps().stream().filter(s -> s.number() == step.number()).findFirst();
        return step.line() > 0 && several && first.filter(step::equals).isPresent()
                ? Optional.of(step.line() + "  " + statement(step.text()))
                : Optional.empty();
    }

    /** {@code S9 S10 S11} is shown as {@code S9..S11}. */
    private static String ids(List<String> ids) {
        return ids.size() > 2 ? ids.get(0) + ".." + ids.get(ids.size() - 1) : String.join(", ", ids);
    }

    /** Whether a step is all that its line does: its label has no part. */
    private static boolean isWhole(Step step) {
        return !step.label().contains(".");
    }

    /** A line of C without what belongs to the lines around it. */
    private static String statement(String text) {
        return text.replaceFirst("^} ", "").replaceFirst(" \\{$", "").replaceFirst(";$", "");
    }

    /** The box at the top of the module: the title and the listing, and what is missing there. */
    static String header(Protocol protocol) {
        List<String> lines = new ArrayList<>();
        if (!protocol.title().isBlank()) {
            lines.addAll(wrapped(protocol.title()));
            lines.add("");
        }
        protocol.listing().render().forEach(line -> lines.add("  " + line));
        List<String> unmodelled = protocol.origin().map(Origin::unmodelled).orElse(List.of());
        if (!unmodelled.isEmpty()) {
            lines.add("");
            unmodelled.forEach(what -> lines.addAll(wrapped("Not modelled, so that nothing is known to hold: " + what)));
        }
        return String.join("\n", lines);
    }

    private static List<String> wrapped(String sentence) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
