package org.quiesce.export;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A run as a sequence diagram of Mermaid, which GitHub and GitLab show in Markdown. */
final class MermaidFormat implements SequenceDiagram.Language {

    /**
     * What means something in Mermaid's texts or in the HTML that they become: entities, the end of a statement, comments,
     * tags; and a word that would end a block.
     */
    private static final Pattern SPECIAL = Pattern.compile("[#;%<>&\"'{}\\\\`]|(?<![\\p{L}\\p{N}_])e(?=nd(?![\\p{L}\\p{N}_]))");

    private final StringBuilder text = new StringBuilder();
    private int last;

    private MermaidFormat() {}

    static String write(Violation violation) {
        return SequenceDiagram.write(violation, new MermaidFormat());
    }

    @Override
    public void begin(String title, List<String> participants) {
        last = participants.size() - 1;
        text.append("sequenceDiagram\n    title ").append(escaped(title)).append('\n');
        for (int i = 0; i < participants.size(); i++) {
            text.append("    participant c").append(i).append(" as ").append(escaped(participants.get(i))).append('\n');
        }
    }

    @Override
    public void act(int who, List<String> lines, SequenceDiagram.Weight weight) {
        reach(who, who, lines, weight);
    }

    @Override
    public void reach(int from, int to, List<String> lines, SequenceDiagram.Weight weight) {
        message(from, "->>", to, lines, weight);
    }

    @Override
    public void miss(int from, int to, List<String> lines, SequenceDiagram.Weight weight) {
        message(from, "-x", to, lines, weight);
    }

    private void message(int from, String arrow, int to, List<String> lines, SequenceDiagram.Weight weight) {
        boolean decisive = weight == SequenceDiagram.Weight.DECISIVE;
        text.append(decisive ? "    rect rgb(255, 205, 205)\n" : "")
                .append("    c").append(from).append(arrow).append('c').append(to).append(": ")
                .append(lines.stream().map(MermaidFormat::escaped).collect(Collectors.joining("<br/>")))
                .append(decisive ? "\n    end\n" : "\n");
    }

    @Override
    public void take(int from, int to, String what) {
        text.append("    c").append(from).append("-->>c").append(to).append(": ").append(escaped(what)).append('\n');
    }

    @Override
    public void note(int who, String said) {
        text.append("    Note over c").append(who).append(": ").append(escaped(said)).append('\n');
    }

    @Override
    public void note(String said) {
        text.append("    Note over ").append(last > 0 ? "c0,c" + last : "c0").append(": ").append(escaped(said)).append('\n');
    }

    @Override
    public void beginLoop() {
        text.append("    loop for ever\n");
    }

    @Override
    public void endLoop() {
        text.append("    end\n");
    }

    @Override
    public String end() {
        return text.toString();
    }

    private static String escaped(String said) {
        return SPECIAL.matcher(Plain.line(said)).replaceAll(found -> "#" + found.group().codePointAt(0) + ";");
    }
}
