package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
    private static final int NARROWEST_TEXT = 28;
    private static final int WIDEST_TEXT = 44;
    private static final int WIDEST_LANE = 60;
    private static final String GUTTER = "│";
    private static final String MOVED = "●";

    private final Story story;
    private final int width;
    private final List<String> contexts;
    private final int codeIndent;
    private final Margin margin;
    private final int pitch;
    private final List<Line> rows = new ArrayList<>();

    private Lanes(Story story, int width, Margin.Outcome outcome) {
        this.story = story;
        this.width = width;
        this.contexts = story.resting().stream()
                .map(Story.Resting::context)
                .filter(c -> story.scenes().stream().anyMatch(s -> s.context().equals(c)))
                .toList();
        this.codeIndent = SceneText.indent(story);
        this.margin = new Margin(story, outcome);
        this.pitch = pitch();
    }

    /** The drawing, not wider than {@code width}; a list of the steps, if that leaves no room for lanes. */
    static List<Line> draw(Story story, int width) {
        return draw(story, width, Margin.Outcome.WRONG);
    }

    /** The same of a run that comes to that. */
    static List<Line> draw(Story story, int width, Margin.Outcome outcome) {
        Lanes lanes = new Lanes(story, width, outcome);
        if (!lanes.fit()) {
            return StepList.draw(story, width, outcome);
        }
        lanes.header();
        for (int i = 0; i < story.scenes().size(); i++) {
            lanes.scene(i);
        }
        lanes.rows.addAll(lanes.margin.ending(width));
        return List.copyOf(lanes.rows);
    }

    private int pitch() {
        int room = width - margin.width();
        int equal = room / Math.max(1, contexts.size());
        int textAndMarker = 2 + codeIndent + comfortable();
        if (equal > textAndMarker || contexts.size() == 1) {
            return Math.min(equal, WIDEST_LANE);
        }
        return Math.max(3, (room - textAndMarker) / (contexts.size() - 1));
    }

    /** Room for texts that may be broken at their blanks, and for every single change that is not very long. */
    private int comfortable() {
        return Math.max(COMFORTABLE_TEXT, Math.min(SceneText.widestChange(story), WIDEST_TEXT));
    }

    /** Whether even the last lane has room for its name and for texts. */
    private boolean fit() {
        boolean names = IntStream.range(0, contexts.size())
                .allMatch(lane -> column(lane) + contexts.get(lane).length() <= width);
        return names && toTheEdge(contexts.size() - 1) >= NARROWEST_TEXT;
    }

    private int toTheEdge(int lane) {
        return width - column(lane) - 2 - codeIndent;
    }

    private int column(int lane) {
        return margin.width() + lane * pitch;
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
            rows.add(gutters(margin.between(index), 0, contexts.size()));
        }
        Line left = margin.number(index);
        Line marker = Line.of(MOVED, margin.isWhereItGoesWrong(index) ? Tone.BAD : Tone.PLAIN);
        int lane = contexts.indexOf(scene.context());
        int room = Math.min(toTheEdge(lane), Math.max(pitch - 3 - codeIndent, COMFORTABLE_TEXT));
        for (Line text : new SceneText(codeIndent, room, toTheEdge(lane)).of(story, index)) {
            row(left, lane, marker, text);
            left = margin.below(index);
            marker = Line.of(GUTTER, Tone.QUIET);
        }
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
}
