package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.trace.Story;
import org.quiesce.trace.Story.Scene;

/**
 * Draws a story as lanes: time runs down, each context that moves has a column.
 *
 * <p>Only one context moves at a time, so a text may run over the gutters to its right. That keeps many lanes readable
 * on a narrow terminal: lanes are then closer together than the texts are wide.
 */
final class Lanes {

    private static final int COMFORTABLE_TEXT = 34;
    private static final int WIDEST_TEXT = 44;
    private static final int WIDEST_LANE = 60;
    private static final String GUTTER = "│";
    private static final String MOVED = "●";
    private static final String ARROW = "→ ";

    private final Story story;
    private final int width;
    private final List<String> contexts;
    private final int numberWidth;
    private final int codeIndent;
    private final int margin;
    private final int pitch;
    private final List<Line> rows = new ArrayList<>();

    private Lanes(Story story, int width) {
        this.story = story;
        this.width = width;
        this.contexts = story.resting().stream()
                .map(Story.Resting::context)
                .filter(c -> story.scenes().stream().anyMatch(s -> s.context().equals(c)))
                .toList();
        this.numberWidth = Integer.toString(story.scenes().size()).length();
        int lastLine = story.scenes().stream().mapToInt(Scene::line).max().orElse(0);
        this.codeIndent = Integer.toString(lastLine).length() + 1;
        this.margin = 2 + numberWidth + 2;
        this.pitch = pitch();
    }

    /** The drawing, not wider than {@code width}. */
    static List<Line> draw(Story story, int width) {
        Lanes lanes = new Lanes(story, width);
        lanes.header();
        for (int i = 0; i < story.scenes().size(); i++) {
            lanes.scene(i);
        }
        lanes.footer();
        return List.copyOf(lanes.rows);
    }

    private int pitch() {
        int room = width - margin;
        int equal = room / Math.max(1, contexts.size());
        int textAndMarker = 2 + codeIndent + comfortable();
        if (equal > textAndMarker || contexts.size() == 1) {
            return Math.min(equal, WIDEST_LANE);
        }
        return Math.max(3, (room - textAndMarker) / (contexts.size() - 1));
    }

    /** Room for texts that may be broken at their blanks, and for every single change that is not very long. */
    private int comfortable() {
        int widestChange = story.scenes().stream()
                .flatMap(s -> shown(s).stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        return Math.max(COMFORTABLE_TEXT, Math.min(ARROW.length() + widestChange + 1, WIDEST_TEXT));
    }

    private int column(int lane) {
        return margin + lane * pitch;
    }

    /** The names of the contexts: on one row if they fit above their lanes, else as stairs. */
    private void header() {
        boolean oneRow = contexts.stream().allMatch(c -> c.length() < pitch);
        Line row = Line.BLANK;
        for (int lane = 0; lane < contexts.size(); lane++) {
            row = row.padTo(column(lane)).plus(contexts.get(lane), Tone.STRONG);
            if (!oneRow || lane == contexts.size() - 1) {
                rows.add(row);
                row = gutters(Line.BLANK, 0, lane + 1);
            }
        }
        if (oneRow) {
            rows.add(gutters(Line.BLANK, 0, contexts.size()));
        }
    }

    private void scene(int index) {
        Scene scene = story.scenes().get(index);
        boolean sameContext = index > 0 && story.scenes().get(index - 1).context().equals(scene.context());
        if (index > 0 && !sameContext) {
            rows.add(gutters(bracket(isInLoop(index - 1) ? GUTTER : ""), 0, contexts.size()));
        }
        Line number = bracket(!isInLoop(index) ? "" : isInLoop(index - 1) ? GUTTER : "┌")
                .padTo(2 + numberWidth - Integer.toString(scene.number()).length())
                .plus(Integer.toString(scene.number()), Tone.QUIET);
        Line marker = Line.of(MOVED, isWhereItGoesWrong(index) ? Tone.BAD : Tone.PLAIN);
        int lane = contexts.indexOf(scene.context());
        boolean sameCall = sameContext && isSameCall(story.scenes().get(index - 1), scene);
        for (Line text : text(scene, lane, sameCall)) {
            row(number, lane, marker, text);
            number = bracket(isInLoop(index) ? GUTTER : "");
            marker = Line.of(GUTTER, Tone.QUIET);
        }
    }

    private static Line bracket(String part) {
        return Line.of(part, Tone.QUIET);
    }

    private boolean isWhereItGoesWrong(int index) {
        return story.ending() instanceof Ending.Finite && index == story.scenes().size() - 1;
    }

    /** One call is lowered to many steps: its line of C is shown at the first of a row of them. */
    private static boolean isSameCall(Scene before, Scene scene) {
        return before.line() == scene.line() && before.text().equals(scene.text());
    }

    private boolean isInLoop(int index) {
        return index >= 0 && story.ending() instanceof Ending.Loop loop && index >= loop.back();
    }

    /** The C, unless the step before was of the same call; then what happens and what that changes. */
    private List<Line> text(Scene scene, int lane, boolean sameCall) {
        List<Line> lines = new ArrayList<>();
        int toTheEdge = width - column(lane) - 2 - codeIndent;
        int room = Math.min(toTheEdge, Math.max(pitch - 3 - codeIndent, COMFORTABLE_TEXT));
        if (!sameCall) {
            Line number = Line.of(scene.line() == 0 ? "" : Integer.toString(scene.line()), Tone.QUIET);
            for (Line code : Flow.EMPTY.words(scene.text(), Tone.STRONG).wrap(toTheEdge, 2)) {
                lines.add(number.padTo(codeIndent).plus(code));
                number = Line.BLANK;
            }
        }
        effect(scene, room, toTheEdge).forEach(l -> lines.add(l.indent(codeIndent)));
        return lines;
    }

    private static List<String> shown(Scene scene) {
        return scene.changes().stream()
                .filter(c -> !c.isPosition() && !c.isArgument())
                .map(Story.Change::text)
                .toList();
    }

    /** What happens and what that changes: on one line if there is room. */
    private static List<Line> effect(Scene scene, int room, int toTheEdge) {
        Flow what = Flow.of(scene.what());
        List<String> shown = shown(scene);
        if (shown.isEmpty()) {
            return what.wrap(room, 0);
        }
        Flow changes = Flow.EMPTY;
        for (int i = 0; i < shown.size(); i++) {
            String separator = i == shown.size() - 1 ? "" : ",";
            changes = changes.atom((i == 0 ? ARROW : "") + shown.get(i) + separator, Tone.QUIET);
        }
        List<Line> lines = new ArrayList<>(what.plus(changes).wrap(room, 0));
        if (lines.size() > 1) {
            lines.clear();
            lines.addAll(what.wrap(room, 0));
            lines.addAll(changes.wrap(Math.min(toTheEdge, Math.max(room, 2 + changes.widest())), 2));
        }
        return lines;
    }

    /** The margin, the gutters to the left, the lane's marker and text; the text may cover gutters to its right. */
    private void row(Line left, int lane, Line marker, Line text) {
        Line row = gutters(left, 0, lane).padTo(column(lane)).plus(marker).plus(" ").plus(text);
        int next = lane + 1;
        while (next < contexts.size() && column(next) <= row.length()) {
            next++;
        }
        rows.add(gutters(row, next, contexts.size()));
    }

    private Line gutters(Line row, int from, int to) {
        Line drawn = row;
        for (int lane = from; lane < to; lane++) {
            drawn = drawn.padTo(column(lane)).plus(GUTTER, Tone.QUIET);
        }
        return drawn;
    }

    private void footer() {
        if (story.ending() instanceof Ending.Loop loop) {
            rows.addAll(Flow.of("└ from here on it repeats from " + (loop.back() + 1) + ", for ever").wrap(width, 2));
        } else if (story.ending() instanceof Ending.Stuck) {
            Flow.of("then nothing that must happen can happen any more: it stays so").wrap(width - 2, 0)
                    .forEach(l -> rows.add(l.indent(2)));
        }
    }
}
