package org.quiesce.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.result.Links;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Step;
import org.quiesce.result.ResultJson;

/**
 * A run in Chrome's Trace Event Format, which Perfetto opens: a track for each context, a slice for each step, one for
 * each stretch of sleep, and an arrow from what one context does to another. A step takes a millisecond of a time that
 * counts steps and nothing else.
 */
final class PerfettoFormat {

    private static final int STEP = 1000;
    private static final int PROCESS = 1;

    private final Violation violation;
    private final PlainRun run;
    private final ArrayNode events;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private PerfettoFormat(Violation violation) {
        this.violation = violation;
        this.run = violation.run();
        this.root.put("displayTimeUnit", "ms");
        this.events = root.putArray("traceEvents");
    }

    static String write(Violation violation) {
        return new PerfettoFormat(violation).text();
    }

    private String text() {
        event("process_name", "M", 0, 0).putObject("args").put("name", violation.title());
        for (String context : run.contexts()) {
            event("thread_name", "M", track(context), 0).putObject("args").put("name", context);
            event("thread_sort_index", "M", track(context), 0).putObject("args").put("sort_index", track(context));
        }
        run.steps().forEach(this::step);
        sleeps();
        flows();
        ending();
        return ResultJson.text(root);
    }

    private int track(String context) {
        return run.contexts().indexOf(context) + 1;
    }

    private static int time(Step step) {
        return step.number() * STEP;
    }

    private ObjectNode event(String name, String phase, int track, int time) {
        return events.addObject().put("name", name).put("ph", phase).put("ts", time).put("pid", PROCESS).put("tid", track);
    }

    private void step(Step step) {
        ObjectNode args = event(step.text().isEmpty() ? step.action() : step.text(), "X", track(step.context()), time(step))
                .put("dur", STEP)
                .put("cat", violation.isDecisive(step) ? "step,decisive" : "step")
                .putObject("args");
        args.put("step", step.number()).put("what", step.what()).put("action", step.action());
        step.line().ifPresent(line -> args.put("line", line));
        step.file().ifPresent(file -> args.put("file", file));
        if (!Plain.telling(step).isEmpty()) {
            args.put("changes", Plain.changes(step));
        }
    }

    /** Of a context that sleeps on, its sleep lasts as long as the run. */
    private void sleeps() {
        Map<String, Integer> since = new LinkedHashMap<>();
        List<Snapshot> states = run.states();
        for (Step step : run.steps()) {
            for (String context : run.contexts()) {
                boolean asleep = states.get(step.number()).get("asleep", context).equals(Optional.of(Datum.of(true)));
                if (asleep) {
                    since.putIfAbsent(context, time(step) + STEP);
                } else if (since.containsKey(context)) {
                    sleep(context, since.remove(context), time(step) + STEP);
                }
            }
        }
        since.forEach((context, from) -> sleep(context, from, (run.steps().size() + 2) * STEP));
    }

    private void sleep(String context, int from, int to) {
        if (to > from) {
            event("asleep", "X", track(context), from).put("dur", to - from).put("cat", "sleep");
        }
    }

    private void flows() {
        Links links = Links.of(run);
        int id = 0;
        for (Step step : run.steps()) {
            for (String reached : links.reached(step)) {
                flow(++id, step.text(), step.context(), time(step), reached, time(step) + STEP - 1);
            }
            if (links.taken(step).isPresent()) {
                Links.Taken taken = links.taken(step).get();
                flow(++id, taken.what(), taken.from().context(), time(taken.from()), step.context(), time(step));
            }
        }
    }

    private void flow(int id, String name, String from, int start, String to, int end) {
        event(name, "s", track(from), start).put("cat", "flow").put("id", id);
        event(name, "f", track(to), end).put("cat", "flow").put("id", id).put("bp", "e");
    }

    private void ending() {
        int end = (run.steps().size() + 1) * STEP;
        event(run.goesOn().orElse("it goes wrong here"), "i", 0, end).put("s", "g");
        run.ending().firstStep().ifPresent(first ->
                event("repeats for ever", "X", 0, first * STEP).put("dur", end - first * STEP).put("cat", "loop"));
    }
}
