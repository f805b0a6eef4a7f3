package org.quiesce.export;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A run as a sequence diagram of PlantUML. */
final class PlantumlFormat implements SequenceDiagram.Language {

    /**
     * What means something in PlantUML's texts (Creole, tags, escapes, functions of its preprocessor, comments), wherever
     * it stands, or doubled, or at the beginning of a line.
     */
    private static final Pattern SPECIAL = Pattern.compile(
            "[<\\\\~%&$@`]|([*/_\\-\"\\[\\]{}()|=.#!:+^',])\\1+|/'|'/|^[^\\p{L}\\p{N} →↛]|//");

    private final StringBuilder text = new StringBuilder();

    private PlantumlFormat() {}

    static String write(Violation violation) {
        return SequenceDiagram.write(violation, new PlantumlFormat());
    }

    @Override
    public void begin(String title, List<String> participants) {
        text.append("@startuml\nhide footbox\ntitle ").append(escaped(title)).append('\n');
        for (int i = 0; i < participants.size(); i++) {
            text.append("participant \"").append(escaped(participants.get(i))).append("\" as c").append(i).append('\n');
        }
    }

    @Override
    public void act(int who, List<String> lines, SequenceDiagram.Weight weight) {
        reach(who, who, lines, weight);
    }

    @Override
    public void reach(int from, int to, List<String> lines, SequenceDiagram.Weight weight) {
        message(from, weight == SequenceDiagram.Weight.DECISIVE ? "-[#red]>" : "->", to, lines);
    }

    /** What is lost has a cross where its arrow ends. */
    @Override
    public void miss(int from, int to, List<String> lines, SequenceDiagram.Weight weight) {
        message(from, weight == SequenceDiagram.Weight.DECISIVE ? "-[#red]>x" : "->x", to, lines);
    }

    private void message(int from, String arrow, int to, List<String> lines) {
        text.append('c').append(from).append(' ').append(arrow).append(" c").append(to).append(": ")
                .append(joined(lines)).append('\n');
    }

    @Override
    public void take(int from, int to, String what) {
        text.append('c').append(from).append(" --> c").append(to).append(": ").append(escaped(what)).append('\n');
    }

    @Override
    public void note(int who, String said) {
        text.append("hnote over c").append(who).append(": ").append(escaped(said)).append('\n');
    }

    @Override
    public void note(String said) {
        text.append("note across: ").append(escaped(said)).append('\n');
    }

    @Override
    public void beginLoop() {
        text.append("loop for ever\n");
    }

    @Override
    public void endLoop() {
        text.append("end\n");
    }

    @Override
    public String end() {
        return text.append("@enduml\n").toString();
    }

    private static String joined(List<String> lines) {
        return lines.stream().map(PlantumlFormat::escaped).collect(Collectors.joining("\\n"));
    }

    private static String escaped(String said) {
        return SPECIAL.matcher(Plain.line(said)).replaceAll(found -> found.group().codePoints()
                .mapToObj(c -> String.format(Locale.ROOT, "<U+%04X>", c))
                .collect(Collectors.joining()));
    }
}
