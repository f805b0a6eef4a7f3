package org.quiesce.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.ReplayReport;

/**
 * Results as JSON, for programs.
 *
 * <p>Within one value of {@code schema} keys are only ever added. Equal results give equal bytes. An optional value
 * that is absent has no key.
 */
public final class JsonReport {

    /** The value of the key {@code schema}. */
    public static final String SCHEMA = "quiesce-result/1";

    private final JsonMapper mapper = new JsonMapper();

    /** All checks of one call, and the exit status that follows from them. */
    public String checks(List<Checked> checks, int exitStatus) {
        ObjectNode root = mapper.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("exitStatus", exitStatus);
        ArrayNode list = root.putArray("checks");
        checks.forEach(check -> check(list.addObject(), check));
        return text(root);
    }

    /** One replay, and the exit status that follows from it. */
    public String replay(Trace trace, ReplayReport report, int exitStatus) {
        ObjectNode root = mapper.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("exitStatus", exitStatus);
        ObjectNode replay = root.putObject("replay");
        replay.put("protocol", trace.protocol());
        replay.put("kernel", trace.kernel());
        replay.put("property", trace.property().id());
        replay(replay, report);
        return text(root);
    }

    private static void check(ObjectNode node, Checked check) {
        CheckResult result = check.result();
        node.put("name", check.name());
        node.put("protocol", result.protocol().name());
        node.put("title", result.protocol().title());
        node.put("kernel", result.profile().name());
        node.put("granularity", result.granularity().id());
        node.put("engines", result.engines().name().toLowerCase(Locale.ROOT));
        node.put("verdict", check.verdict().word());
        conformance(node, check.conformance());
        ObjectNode states = node.putObject("states");
        count(states, "tlc", result.tlcStates());
        count(states, "simulator", result.simStates());
        ArrayNode properties = node.putArray("properties");
        result.properties().forEach(p -> property(properties.addObject(), p));
        result.neverTaken().forEach(node.putArray("neverTaken")::add);
        result.restsOn().forEach(node.putArray("restsOn")::add);
        result.failure().ifPresent(f -> node.putObject("failure")
                .put("kind", f.kind().name().toLowerCase(Locale.ROOT))
                .put("message", f.message()));
    }

    private static void conformance(ObjectNode node, Conformance conformance) {
        if (conformance instanceof Conformance.AsExpected) {
            node.put("asExpected", true);
        } else if (conformance instanceof Conformance.Differs differs) {
            node.put("asExpected", false);
            differs.differences().forEach(node.putArray("differences")::add);
        }
    }

    private static void count(ObjectNode node, String engine, OptionalLong states) {
        states.ifPresent(count -> node.put(engine, count));
    }

    private static void property(ObjectNode node, PropertyResult result) {
        node.put("name", result.property().id());
        node.put("kind", result.property().kind().name().toLowerCase(Locale.ROOT));
        node.put("verdict", result.verdict().word());
        if (!result.note().isEmpty()) {
            node.put("note", result.note());
        }
        result.counterexample().ifPresent(c -> counterexample(node.putObject("counterexample"), c));
    }

    private static void counterexample(ObjectNode node, Counterexample counterexample) {
        node.put("sentence", counterexample.sentence());
        node.putObject("outcome")
                .put("code", counterexample.outcome().code())
                .put("signature", counterexample.outcome().signature());
        node.put("foundBy", counterexample.trace().engine().name().toLowerCase(Locale.ROOT));
        story(node, counterexample.story());
        counterexample.replay().ifPresent(r -> replay(node.putObject("replay"), r));
    }

    private static void story(ObjectNode node, Story story) {
        ArrayNode steps = node.putArray("steps");
        for (Story.Scene scene : story.scenes()) {
            ObjectNode step = steps.addObject();
            step.put("number", scene.number());
            step.put("context", scene.context());
            step.put("action", scene.action());
            if (scene.line() > 0) {
                step.put("line", scene.line());
            }
            step.put("text", scene.text());
            step.put("what", scene.what());
            scene.ids().forEach(step.putArray("ids")::add);
            scene.changes().forEach(step.putArray("changes")::add);
        }
        ObjectNode ending = node.putObject("ending");
        if (story.ending() instanceof Ending.Loop loop) {
            ending.put("kind", "loop").put("firstStep", loop.back() + 1);
        } else {
            ending.put("kind", story.ending() instanceof Ending.Stuck ? "stuck" : "finite");
        }
        Rests rests = new Rests(story);
        ArrayNode resting = node.putArray("resting");
        story.resting().forEach(r -> resting.addObject()
                .put("context", r.context())
                .put("label", r.label())
                .put("asleep", r.asleep())
                .put("where", rests.where(r)));
    }

    private static void replay(ObjectNode node, ReplayReport report) {
        node.put("confirmed", report.confirmed());
        node.put("steps", report.steps());
        node.put("of", report.of());
        node.put("message", report.message());
    }

    private String text(ObjectNode root) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return mapper.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }
}
