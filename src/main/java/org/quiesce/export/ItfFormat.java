package org.quiesce.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Step;
import org.quiesce.result.ResultJson;

/**
 * A run in the Informal Trace Format of Apalache (its ADR 15), which Quint and others read, too. Numbers are
 * {@code #bigint}, sets {@code #set}, variables with an entry for each context {@code #map}; model values are strings.
 *
 * <p>After the last state the state number {@code loop} follows. A run that goes round has its loop so, and one that
 * stays in its last state a loop of that state alone; one that is cut off has none. The action that leads to a state is
 * among the state's own {@code #meta}, and the one that closes the loop in that of the trace.
 */
final class ItfFormat {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ItfFormat() {}

    static String write(Violation violation) {
        PlainRun run = violation.run();
        ObjectNode root = NODES.objectNode();
        ObjectNode meta = root.putObject("#meta");
        meta.put("format", "ITF");
        meta.put("format-description", "https://apalache-mc.org/docs/adr/015adr-trace.html");
        meta.put("description", violation.title());
        meta.put("protocol", violation.check().protocol());
        meta.put("kernel", violation.check().kernel());
        meta.put("granularity", violation.check().granularity());
        meta.put("property", violation.finding().name());
        ArrayNode vars = root.putArray("vars");
        run.initial().values().keySet().forEach(vars::add);
        ArrayNode states = root.putArray("states");
        List<Snapshot> all = run.states();
        int last = run.ending().kind() == Ending.Kind.LOOP ? all.size() - 2 : all.size() - 1;
        for (int i = 0; i <= last; i++) {
            ObjectNode state = states.addObject();
            ObjectNode about = state.putObject("#meta").put("index", i);
            if (i > 0) {
                action(about, run.steps().get(i - 1));
            }
            values(state, all.get(i));
        }
        if (run.ending().kind() == Ending.Kind.LOOP) {
            action(meta.putObject("closing"), run.steps().get(run.steps().size() - 1));
            root.put("loop", run.ending().firstStep().getAsInt() - 1);
        } else if (run.ending().kind() == Ending.Kind.STUCK) {
            root.put("loop", last);
        }
        return ResultJson.text(root);
    }

    private static void action(ObjectNode about, Step step) {
        about.put("action", step.action()).put("context", step.context());
        step.line().ifPresent(line -> about.put("line", line));
        about.put("what", step.what());
    }

    private static void values(ObjectNode state, Snapshot values) {
        for (Map.Entry<String, SortedMap<String, Datum>> variable : values.values().entrySet()) {
            SortedMap<String, Datum> entries = variable.getValue();
            if (entries.containsKey(StateVariable.PLAIN)) {
                put(state, variable.getKey(), entries.get(StateVariable.PLAIN));
            } else {
                ArrayNode map = state.putObject(variable.getKey()).putArray("#map");
                entries.forEach((context, datum) -> {
                    ObjectNode holder = NODES.objectNode();
                    put(holder, "value", datum);
                    map.addArray().add(context).add(holder.get("value"));
                });
            }
        }
    }

    private static void put(ObjectNode holder, String key, Datum datum) {
        if (datum instanceof Datum.Num number) {
            holder.putObject(key).put("#bigint", Integer.toString(number.value()));
        } else if (datum instanceof Datum.Truth truth) {
            holder.put(key, truth.value());
        } else if (datum instanceof Datum.Word word) {
            holder.put(key, word.value());
        } else {
            ((Datum.Words) datum).values().forEach(holder.putObject(key).putArray("#set")::add);
        }
    }
}
