package org.quiesce.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.result.Links;
import org.quiesce.result.Links.Missed;
import org.quiesce.result.Links.Taken;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;

/** A run as what sequence diagrams consist of, written in the language of some tool. */
final class SequenceDiagram {

    /** The language of a tool. Texts are as they are in the result: what means something in the language is escaped by it. */
    interface Language {

        /** The beginning, up to the participants, who are known by their position in the list from then on. */
        void begin(String title, List<String> participants);

        /**
         * What a participant does by itself.
         *
         * @param lines of the text
         */
        void act(int who, List<String> lines, Weight weight);

        /** What a participant does to another. */
        void reach(int from, int to, List<String> lines, Weight weight);

        /** What a participant tries to do to another, to no avail. */
        void miss(int from, int to, List<String> lines, Weight weight);

        /** What a participant takes that another left. */
        void take(int from, int to, String what);

        /** What is said of a participant. */
        void note(int who, String text);

        /** What is said of all. */
        void note(String text);

        /** What follows repeats for ever. */
        void beginLoop();

        /** What repeats for ever ends here. */
        void endLoop();

        /** The whole text. */
        String end();
    }

    /** How much a step matters. */
    enum Weight {
        USUAL,
        DECISIVE
    }

    private final Violation violation;
    private final PlainRun run;
    private final Links links;
    private final Language language;
    private final List<String> participants;

    private SequenceDiagram(Violation violation, Language language) {
        this.violation = violation;
        this.run = violation.run();
        this.links = Links.of(violation.evidence());
        this.language = language;
        this.participants = links.contexts();
    }

    static String write(Violation violation, Language language) {
        return new SequenceDiagram(violation, language).text();
    }

    private String text() {
        language.begin(violation.title(), participants);
        for (Step step : run.steps()) {
            if (run.ending().firstStep().orElse(0) == step.number()) {
                language.beginLoop();
            }
            step(step);
        }
        if (run.ending().firstStep().isPresent()) {
            language.endLoop();
        }
        run.goesOn().filter(clause -> run.ending().firstStep().isEmpty()).ifPresent(language::note);
        for (Resting resting : run.resting()) {
            if (participants.contains(resting.context())) {
                language.note(participants.indexOf(resting.context()), resting.where());
            }
        }
        language.note(violation.evidence().account());
        return language.end();
    }

    private void step(Step step) {
        int who = participants.indexOf(step.context());
        links.taken(step).ifPresent(taken -> take(taken, who));
        Weight weight = violation.isDecisive(step) ? Weight.DECISIVE : Weight.USUAL;
        List<String> lines = lines(step);
        List<Integer> reached = links.reached(step).stream().map(participants::indexOf).toList();
        List<Missed> missed = links.missed(step);
        if (reached.isEmpty() && missed.isEmpty()) {
            language.act(who, lines, weight);
        }
        for (int i = 0; i < reached.size(); i++) {
            language.reach(who, reached.get(i), i == 0 ? lines : List.of("and also"), weight);
        }
        for (int i = 0; i < missed.size(); i++) {
            List<String> said = new ArrayList<>(reached.isEmpty() && i == 0 ? lines : List.of("and to no avail"));
            said.add(missed.get(i).text());
            language.miss(who, participants.indexOf(missed.get(i).context()), said, weight);
        }
    }

    private void take(Taken taken, int by) {
        language.take(participants.indexOf(taken.from().context()), by, taken.what());
    }

    private List<String> lines(Step step) {
        List<String> lines = new ArrayList<>();
        String number = step.number() + ".  ";
        String line = step.line().isPresent() ? "line " + step.line().getAsInt() + ":  " : "";
        lines.add(run.continuesLine(step) ? number + step.what() : number + line + step.text());
        Optional.of(step.what()).filter(what -> !run.continuesLine(step)).ifPresent(lines::add);
        Optional.of(Plain.changes(step)).filter(changes -> !changes.isEmpty()).ifPresent(c -> lines.add("→ " + c));
        return lines;
    }
}
