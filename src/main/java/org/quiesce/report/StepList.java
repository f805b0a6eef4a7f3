package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quiesce.trace.Story;
import org.quiesce.trace.Story.Scene;

/** A story as a list of its steps, each row of steps under the name of who takes them: for narrow terminals. */
final class StepList {

    private StepList() {}

    /** The list, not wider than {@code width} if that is 20 at least. */
    static List<Line> draw(Story story, Set<Integer> decisive, int width) {
        Margin margin = new Margin(story);
        int indent = SceneText.indent(story);
        int room = width - margin.width() - indent;
        SceneText text = new SceneText(indent, room, room);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < story.scenes().size(); i++) {
            Scene scene = story.scenes().get(i);
            if (i == 0 || !story.scenes().get(i - 1).context().equals(scene.context())) {
                Line before = margin.between(i);
                Flow.EMPTY.words(scene.context(), Tone.STRONG).wrap(width - margin.width(), 0)
                        .forEach(name -> lines.add(before.padTo(margin.width()).plus(name)));
            }
            Line left = margin.number(i).plus(decisive.contains(scene.number()) ? Lanes.DECIDED : "", Tone.BAD);
            for (Line line : text.of(story, i)) {
                lines.add(left.padTo(margin.width()).plus(line));
                left = margin.below(i);
            }
        }
        lines.addAll(margin.ending(width));
        return lines;
    }
}
