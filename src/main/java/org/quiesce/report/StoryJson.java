package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.trace.DatumJson;
import org.quiesce.trace.Story;
import org.quiesce.trace.Story.Change;
import org.quiesce.trace.Story.Rest;
import org.quiesce.trace.Story.Resting;
import org.quiesce.trace.Story.Scene;

/** A run as JSON: its first state, what each step changes, how it goes on, and where every context is then. */
final class StoryJson {

    private StoryJson() {}

    static void put(ObjectNode node, Story story) {
        state(node.putObject("initial"), story.initial());
        ArrayNode steps = node.putArray("steps");
        story.scenes().forEach(scene -> step(steps.addObject(), scene));
        ending(node.putObject("ending"), story.ending());
        Rests rests = new Rests(story);
        ArrayNode resting = node.putArray("resting");
        story.resting().forEach(r -> resting(resting.addObject(), r, rests));
    }

    private static void resting(ObjectNode node, Resting resting, Rests rests) {
        node.put("context", resting.context());
        node.put("label", resting.label());
        if (resting.rest() != Rest.AWAKE) {
            node.put("sleep", resting.rest().name().toLowerCase(Locale.ROOT));
        }
        node.put("where", rests.where(resting));
    }

    private static void state(ObjectNode node, Snapshot state) {
        state.values().forEach((variable, entries) -> {
            if (entries.containsKey(StateVariable.PLAIN)) {
                node.set(variable, DatumJson.of(entries.get(StateVariable.PLAIN)));
            } else {
                ObjectNode contexts = node.putObject(variable);
                entries.forEach((context, datum) -> contexts.set(context, DatumJson.of(datum)));
            }
        });
    }

    private static void step(ObjectNode step, Scene scene) {
        step.put("number", scene.number());
        step.put("context", scene.context());
        step.put("action", scene.action());
        if (scene.line() > 0) {
            step.put("line", scene.line());
        }
        step.put("text", scene.text());
        step.put("what", scene.what());
        scene.ids().forEach(step.putArray("ids")::add);
        ArrayNode changes = step.putArray("changes");
        scene.changes().forEach(change -> change(changes.addObject(), change));
    }

    private static void change(ObjectNode node, Change change) {
        node.put("text", change.text());
        node.put("variable", change.variable());
        if (!change.context().isEmpty()) {
            node.put("context", change.context());
        }
        node.set("before", DatumJson.of(change.before()));
        node.set("after", DatumJson.of(change.after()));
    }

    private static void ending(ObjectNode node, Ending ending) {
        if (ending instanceof Ending.Loop loop) {
            node.put("kind", "loop").put("firstStep", loop.back() + 1);
        } else {
            node.put("kind", ending instanceof Ending.Stuck ? "stuck" : "finite");
        }
    }
}
