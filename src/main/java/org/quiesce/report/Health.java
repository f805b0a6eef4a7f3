package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Whether all that Quiesce needs on a machine is there. */
public record Health(List<Finding> findings) {

    private static final int NAME_WIDTH = 14;
    private static final int STATE_WIDTH = 9;

    public Health {
        findings = List.copyOf(findings);
    }

    /** How something is. */
    public enum State {
        FINE(Tone.GOOD),
        /** It is not there, and something that is not needed does not work without it. */
        OPTIONAL(Tone.DOUBT),
        /** It is needed. */
        WRONG(Tone.BAD);

        private final Tone tone;

        State(Tone tone) {
            this.tone = tone;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing that was looked at.
     *
     * @param found  what there is
     * @param advice what to do about it; of what is fine there is none
     */
    public record Finding(String name, State state, String found, Optional<String> advice) {
        public Finding {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(found, "found");
            Objects.requireNonNull(advice, "advice");
        }

        /** Something that is as it should be. */
        public static Finding fine(String name, String found) {
            return new Finding(name, State.FINE, found, Optional.empty());
        }

        /** Something that can be done without. */
        public static Finding optional(String name, String found, String advice) {
            return new Finding(name, State.OPTIONAL, found, Optional.of(advice));
        }

        /** Something that can't be done without. */
        public static Finding wrong(String name, String found, String advice) {
            return new Finding(name, State.WRONG, found, Optional.of(advice));
        }
    }

    /** What is needed and not as it should be. */
    public List<Finding> wrong() {
        return findings.stream().filter(f -> f.state() == State.WRONG).toList();
    }

    /** A line for each finding, longer ones broken, and a sentence about all of them. */
    public List<Line> lines(int width) {
        List<Line> lines = new ArrayList<>();
        findings.forEach(finding -> lines.addAll(lines(finding, width)));
        lines.add(Line.BLANK);
        lines.add(wrong().isEmpty()
                ? Line.of("everything that is needed is there", Tone.GOOD)
                : Line.of("not as it should be: " + String.join(", ", wrong().stream().map(Finding::name).toList()), Tone.BAD));
        return lines;
    }

    private static List<Line> lines(Finding finding, int width) {
        List<Line> lines = new ArrayList<>();
        Line start = Line.of(finding.name()).padTo(NAME_WIDTH).plus(finding.state().word(), finding.state().tone);
        String text = finding.found() + finding.advice().map(advice -> "; " + advice).orElse("");
        int column = NAME_WIDTH + STATE_WIDTH + 1;
        for (Line part : Flow.of(text).wrap(width - column, 0)) {
            lines.add((lines.isEmpty() ? start : Line.BLANK).padTo(column).plus(part));
        }
        return lines;
    }

    void put(ArrayNode list) {
        for (Finding finding : findings) {
            ObjectNode node = list.addObject();
            node.put("name", finding.name());
            node.put("state", finding.state().word());
            node.put("found", finding.found());
            finding.advice().ifPresent(advice -> node.put("advice", advice));
        }
    }
}
