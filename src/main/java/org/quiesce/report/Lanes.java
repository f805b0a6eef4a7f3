package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.Run;
import org.quiesce.trace.Story;
import org.quiesce.trace.Story.Scene;

/**
 * Draws a story as lanes: time runs down, each context that moves has a column.
 *
 * <p>The line of a context that is asleep or waits is broken; who was not created or called, or has ended, has none.
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
    /** The line of who is asleep or waits. */
    static final String HELD = "┊";
    private static final String MOVED = "●";
    /** The sign of a step that decided the run; it is another one also for who sees no colours. */
    static final String DECIDED = "◆";

    private final Story story;
    private final Set<Integer> decisive;
    private final int width;
    private final List<String> contexts;
    private final int codeIndent;
    private final Margin margin;
    private final int pitch;
    private final List<Line> rows = new ArrayList<>();

    private Lanes(Story story, Set<Integer> decisive, int width) {
        this.story = story;
        this.decisive = decisive;
        this.width = width;
        this.contexts = story.resting().stream()
                .map(Story.Resting::context)
                .filter(c -> story.scenes().stream().anyMatch(s -> s.context().equals(c)))
                .toList();
        this.codeIndent = SceneText.indent(story);
        this.margin = new Margin(story);
        this.pitch = pitch();
    }

    /**
     * The drawing, not wider than {@code width}; a list of the steps, if that leaves no room for lanes.
     *
     * @param decisive the numbers of the steps that decided the run
     */
    static List<Line> draw(Story story, Set<Integer> decisive, int width) {
        Lanes lanes = new Lanes(story, decisive, width);
        if (!lanes.fit()) {
            return StepList.draw(story, decisive, width);
        }
        lanes.header();
        for (int i = 0; i < story.scenes().size(); i++) {
            lanes.scene(i);
        }
        if (story.ending() instanceof Run.Ending.Stuck) {
            lanes.rows.add(lanes.gutters(Line.BLANK, 0, lanes.contexts.size(), story.scenes().size()));
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
                row = stairs(lane + 1);
            }
        }
        if (oneRow) {
            rows.add(stairs(contexts.size()));
        }
    }

    /** From the names down to their lanes, whatever is there of those. */
    private Line stairs(int lanes) {
        Line row = Line.BLANK;
        for (int lane = 0; lane < lanes; lane++) {
            row = row.padTo(column(lane)).plus(GUTTER, Tone.QUIET);
        }
        return row;
    }

    private void scene(int index) {
        Scene scene = story.scenes().get(index);
        boolean sameContext = index > 0 && story.scenes().get(index - 1).context().equals(scene.context());
        if (index > 0 && !sameContext) {
            rows.add(gutters(margin.between(index), 0, contexts.size(), index));
        }
        Line left = margin.number(index);
        Line marker = decisive.contains(scene.number()) ? Line.of(DECIDED, Tone.BAD) : Line.of(MOVED);
        int lane = contexts.indexOf(scene.context());
        int room = Math.min(toTheEdge(lane), Math.max(pitch - 3 - codeIndent, COMFORTABLE_TEXT));
        for (Line text : new SceneText(codeIndent, room, toTheEdge(lane)).of(story, index)) {
            row(left, lane, marker, text, index);
            left = margin.below(index);
            marker = Line.of(GUTTER, Tone.QUIET);
        }
    }

    /** The margin, the gutters to the left, the lane's marker and text; the text may cover gutters to its right. */
    private void row(Line left, int lane, Line marker, Line text, int index) {
        Line row = gutters(left, 0, lane, index).padTo(column(lane)).plus(marker).plus(" ").plus(text);
        int next = lane + 1;
        while (next < contexts.size() && column(next) <= row.length()) {
            next++;
        }
        rows.add(gutters(row, next, contexts.size(), index));
    }

    /** The lanes of those who do not move, as they are in a state: that before a scene, or the last one. */
    private Line gutters(Line row, int from, int to, int state) {
        Line drawn = row;
        for (int lane = from; lane < to; lane++) {
            drawn = drawn.padTo(column(lane)).plus(switch (story.stretches().states().get(state).get(contexts.get(lane))) {
                case ABSENT -> Line.of(" ");
                case AWAKE -> Line.of(GUTTER, Tone.QUIET);
                case ASLEEP, WAITING -> Line.of(HELD, Tone.DOUBT);
            });
        }
        return drawn;
    }
}
