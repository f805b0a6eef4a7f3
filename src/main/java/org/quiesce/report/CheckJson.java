package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalLong;
import org.quiesce.kernel.Outcome;
import org.quiesce.workbench.Certainty;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.TlcAnswers;

/** A check as JSON. */
final class CheckJson {

    private CheckJson() {}

    static void put(ObjectNode node, Checked check) {
        CheckResult result = check.result();
        node.put("name", check.name());
        node.put("protocol", result.protocol().name());
        node.put("title", result.protocol().title());
        node.put("kernel", result.profile().name());
        node.put("granularity", result.granularity().id());
        node.put("engines", result.engines().name().toLowerCase(Locale.ROOT));
        node.put("verdict", check.verdict().word());
        conformance(node, check);
        ObjectNode states = node.putObject("states");
        count(states, "tlc", result.tlcStates());
        count(states, "simulator", result.simStates());
        ArrayNode properties = node.putArray("properties");
        result.properties().forEach(p -> property(properties.addObject(), p));
        result.neverTaken().forEach(node.putArray("neverTaken")::add);
        result.restsOn().forEach(node.putArray("restsOn")::add);
        if (result.tlcAnswers() != TlcAnswers.NONE) {
            node.put("tlcAnswers", result.tlcAnswers().id());
        }
        result.failure().ifPresent(f -> node.putObject("failure")
                .put("kind", f.kind().name().toLowerCase(Locale.ROOT))
                .put("message", f.message()));
    }

    /** How it compares with what was expected, if anything was, and why it is not as it should be, if it is not. */
    static void conformance(ObjectNode node, Checked check) {
        if (check.conformance() instanceof Conformance.AsExpected) {
            node.put("asExpected", true);
        } else if (check.conformance() instanceof Conformance.Differs) {
            node.put("asExpected", false);
        }
        Grounds.of(check).forEach(node.putArray("reasons")::add);
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
        outcome(node.putObject("outcome"), counterexample.outcome());
        node.put("foundBy", counterexample.trace().engine().name().toLowerCase(Locale.ROOT));
        counterexample.certainty().ifPresent(c -> certainty(node.putObject("certainty"), c));
        StoryJson.put(node, counterexample.story());
        counterexample.replay().ifPresent(r -> replay(node.putObject("replay"), r));
        counterexample.ofTlc().ifPresent(r -> replay(node.putObject("replayOfTlc"), r));
    }

    private static void certainty(ObjectNode node, Certainty certainty) {
        node.put("level", certainty.level().word());
        ArrayNode choices = node.putArray("choices");
        certainty.choices().forEach(choice -> choices.addObject()
                .put("condition", choice.condition())
                .put("line", choice.line())
                .put("times", choice.times()));
        certainty.unmodelled().forEach(node.putArray("unmodelled")::add);
    }

    static void outcome(ObjectNode node, Outcome outcome) {
        node.put("code", outcome.code()).put("signature", outcome.signature());
    }

    static void replay(ObjectNode node, ReplayReport report) {
        node.put("confirmed", report.confirmed());
        node.put("steps", report.steps());
        node.put("of", report.of());
        node.put("message", report.message());
    }
}
