package org.quiesce.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.quiesce.result.Links;
import org.quiesce.result.Links.Missed;
import org.quiesce.result.Lives;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Step;
import org.quiesce.result.ResultJson;

/**
 * A run in Chrome's Trace Event Format, which Perfetto opens: a track for each context, a slice for each step, one for
 * each stretch in which it sleeps or waits, and an arrow from what one context does to another, to no avail if that is a
 * wake-up that wakes nobody. A step takes a millisecond of a time that counts steps and nothing else.
 */
final class PerfettoFormat {

    private static final int STEP = 1000;
    private static final int PROCESS = 1;

    private final Violation violation;
    private final PlainRun run;
    private final Links links;
    private final Lives lives;
    private final ArrayNode events;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private PerfettoFormat(Violation violation) {
        this.violation = violation;
        this.run = violation.run();
        this.links = Links.of(violation.evidence());
        this.lives = Lives.of(run, violation.check().material());
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
        run.contexts().forEach(this::blocked);
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

    /** Whether a context that does not take the step that leads out of a state is held up in that. */
    private boolean isBlocked(int state, String context) {
        return switch (lives.in(state, context)) {
            case ASLEEP, WAITING -> state == run.steps().size() || !run.steps().get(state).context().equals(context);
            case ABSENT, AWAKE -> false;
        };
    }

    /** A slice for each stretch; of a context that is held up in the end it lasts longer than the run. */
    private void blocked(String context) {
        int since = 0;
        for (int state = 0; state <= run.steps().size(); state++) {
            boolean ends = state == run.steps().size() || !isBlocked(state + 1, context)
                    || lives.in(state + 1, context) != lives.in(state, context);
            if (isBlocked(state, context) && ends) {
                event(lives.in(state, context).name().toLowerCase(Locale.ROOT), "X", track(context), (since + 1) * STEP)
                        .put("dur", (state + 1 - since) * STEP).put("cat", "blocked");
            }
            since = isBlocked(state, context) && !ends ? since : state + 1;
        }
    }

    private void flows() {
        int id = 0;
        for (Step step : run.steps()) {
            String does = step.context() + " " + step.what();
            for (String reached : links.reached(step)) {
                arrive(does, reached, step);
                flow(++id, step.text(), step.context(), time(step), reached, time(step) + STEP - 1);
            }
            for (Missed missed : links.missed(step)) {
                arrive(does + ", to no avail: " + missed.why(), missed.context(), step);
                flow(++id, step.text(), step.context(), time(step), missed.context(), time(step) + STEP - 1);
            }
            if (links.taken(step).isPresent()) {
                Links.Taken taken = links.taken(step).get();
                flow(++id, taken.what(), taken.from().context(), time(taken.from()), step.context(), time(step));
            }
        }
    }

    /** An arrow needs a slice at its end. */
    private void arrive(String what, String context, Step step) {
        if (!isBlocked(step.number() - 1, context)) {
            event(what, "X", track(context), time(step)).put("dur", STEP).put("cat", "arrival");
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
