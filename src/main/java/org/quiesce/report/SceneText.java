package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.quiesce.trace.Stretches;
import org.quiesce.trace.Story;
import org.quiesce.trace.Story.Scene;

/**
 * What is written of a scene: the line of C, what happens and what that changes.
 *
 * @param indent room for the number of the line
 * @param room   for what happens
 * @param edge   room up to the edge of the drawing, for what should not be broken
 */
record SceneText(int indent, int room, int edge) {

    private static final String ARROW = "→ ";

    /** Room for the number of any line of a story, and a blank. */
    static int indent(Story story) {
        int last = story.scenes().stream().mapToInt(Scene::line).max().orElse(0);
        return Integer.toString(last).length() + 1;
    }

    /** The length of the widest change that is shown, with its arrow and comma. */
    static int widestChange(Story story) {
        return story.scenes().stream()
                .flatMap(s -> shown(s).stream())
                .mapToInt(change -> ARROW.length() + change.length() + 1)
                .max()
                .orElse(0);
    }

    /** Whether a scene is part of the same call as the one before: a call is lowered to many steps. */
    static boolean isSameCall(Story story, int index) {
        if (index == 0) {
            return false;
        }
        Scene before = story.scenes().get(index - 1);
        Scene scene = story.scenes().get(index);
        return before.context().equals(scene.context())
                && before.line() == scene.line()
                && before.text().equals(scene.text());
    }

    /** The lines of a scene; the C stands at the first of those that are part of the same call. */
    List<Line> of(Story story, int index) {
        Scene scene = story.scenes().get(index);
        List<Line> lines = new ArrayList<>();
        if (!isSameCall(story, index)) {
            Line number = Line.of(scene.line() == 0 ? "" : Integer.toString(scene.line()), Tone.QUIET);
            for (Line code : Flow.EMPTY.words(scene.text(), Tone.STRONG).wrap(edge, 2)) {
                lines.add(number.padTo(indent).plus(code));
                number = Line.BLANK;
            }
        }
        effect(scene, story.stretches().missed().get(index)).forEach(l -> lines.add(l.indent(indent)));
        return lines;
    }

    private static List<String> shown(Scene scene) {
        return scene.changes().stream()
                .filter(c -> !c.isPosition() && !c.isArgument())
                .map(Story.Change::text)
                .toList();
    }

    /** What happens and what that changes: on one line if there is room. */
    private List<Line> effect(Scene scene, List<Stretches.Missed> missed) {
        Flow what = missed.isEmpty() ? Flow.of(scene.what()) : Flow.of(scene.what() + ",").words("but "
                + missed.stream().map(Stretches.Missed::why).collect(Collectors.joining(", ")), Tone.DOUBT);
        List<String> shown = shown(scene);
        if (shown.isEmpty()) {
            return what.wrap(room, 0);
        }
        Flow changes = Flow.EMPTY;
        for (int i = 0; i < shown.size(); i++) {
            String change = (i == 0 ? ARROW : "") + shown.get(i) + (i == shown.size() - 1 ? "" : ",");
            changes = change.length() + 2 > edge
                    ? changes.words(change, Tone.QUIET)
                    : changes.atom(change, Tone.QUIET);
        }
        List<Line> lines = new ArrayList<>(what.plus(changes).wrap(room, 0));
        if (lines.size() > 1) {
            lines.clear();
            lines.addAll(what.wrap(room, 0));
            lines.addAll(changes.wrap(Math.min(edge, Math.max(room, 2 + changes.widest())), 2));
        }
        return lines;
    }
}
