package org.quiesce.report;

import java.util.List;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.trace.Story;

/** The left margin of a drawing: the numbers of the steps, and a bracket around those that repeat for ever. */
final class Margin {

    private static final String BAR = "│";

    private final Story story;
    private final int numberWidth;

    Margin(Story story) {
        this.story = story;
        this.numberWidth = story.scenes().stream().mapToInt(scene -> Integer.toString(scene.number()).length()).max().orElse(1);
    }

    /** How many columns it takes. */
    int width() {
        return 2 + numberWidth + 2;
    }

    /** The margin of the first line of a scene. */
    Line number(int index) {
        String number = Integer.toString(story.scenes().get(index).number());
        return bracket(!isInLoop(index) ? "" : isInLoop(index - 1) ? BAR : "┌")
                .padTo(2 + numberWidth - number.length())
                .plus(number, Tone.QUIET);
    }

    /** The margin of the later lines of a scene. */
    Line below(int index) {
        return bracket(isInLoop(index) ? BAR : "");
    }

    /** The margin of a line before a scene. */
    Line between(int index) {
        return bracket(isInLoop(index - 1) ? BAR : "");
    }

    private boolean isInLoop(int index) {
        return index >= 0 && story.ending() instanceof Ending.Loop loop && index >= loop.back();
    }

    private static Line bracket(String part) {
        return Line.of(part, Tone.QUIET);
    }

    /** How the run goes on after its last scene. */
    List<Line> ending(int width) {
        if (story.ending() instanceof Ending.Loop loop) {
            return Flow.of("└ from here on it repeats from " + (loop.back() + 1) + ", for ever").wrap(width, 2);
        } else if (story.ending() instanceof Ending.Stuck) {
            return Flow.of("then nothing that must happen can happen any more: it stays so").wrap(width - 2, 0).stream()
                    .map(l -> l.indent(2))
                    .toList();
        }
        return List.of();
    }
}
