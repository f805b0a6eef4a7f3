package org.quiesce.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.result.PlainRun.Change;
import org.quiesce.result.PlainRun.Step;
import org.quiesce.trace.Life;

/**
 * What contexts do to each other in a run. A step <em>reaches</em> the contexts whose entries it changes: it creates,
 * wakes or stops them. It <em>takes</em> from a context what that has put down last: the count of a completion or a
 * semaphore, or a lock. It <em>misses</em> a context that it tries to wake, and that does not wake up.
 */
public final class Links {

    /** A step takes what another left. */
    public record Taken(Step from, Step to, String what) {}

    /** A context that a step tries to wake, to no avail, and why that is, as a clause. */
    public record Missed(String context, String why) {

        /** As a reader would write it. */
        public String text() {
            return "↛ " + context + ": " + why;
        }
    }

    private final PlainRun run;
    private final List<Evidence.Wait> waits;
    private final List<Snapshot> states;
    private final Map<Step, Taken> taken = new HashMap<>();

    private Links(PlainRun run, List<Evidence.Wait> waits) {
        this.run = run;
        this.waits = waits;
        this.states = run.states();
        Map<List<String>, Step> last = new HashMap<>();
        for (Step step : run.steps()) {
            for (Change change : step.changes()) {
                Optional.ofNullable(last.put(List.of(change.variable(), change.index()), step))
                        .filter(before -> !before.context().equals(step.context()) && takes(change, step))
                        .ifPresent(before -> taken.putIfAbsent(step, new Taken(before, step, change.variable())));
            }
        }
    }

    /** What the contexts of its run do to each other. */
    public static Links of(Evidence evidence) {
        return new Links(evidence.run(), evidence.waits());
    }

    private static boolean takes(Change change, Step step) {
        if (change.before() instanceof Datum.Num before && change.after() instanceof Datum.Num after) {
            return after.value() < before.value() && change.variable().equals("exited")
                    || after.value() == before.value() - 1 && change.context().isEmpty();
        }
        return change.context().isEmpty() && change.after().equals(Datum.of(step.context()));
    }

    /** The other contexts that a step does something to, in the order of the contexts. */
    public List<String> reached(Step step) {
        Set<String> touched = new LinkedHashSet<>();
        step.changes().stream().filter(c -> !c.variable().equals("usage")).flatMap(c -> c.context().stream())
                .filter(c -> !c.equals(step.context()))
                .forEach(touched::add);
        taken(step).ifPresent(t -> touched.remove(t.from().context()));
        return run.contexts().stream().filter(touched::contains).toList();
    }

    /** What a step takes that another context left. */
    public Optional<Taken> taken(Step step) {
        return Optional.ofNullable(taken.get(step));
    }

    /** The other contexts that a step tries to wake, and that do not wake up. */
    public List<Missed> missed(Step step) {
        List<String> reached = reached(step);
        return waits.stream()
                .filter(wait -> wait.wakes().stream().anyMatch(wake -> wake.step() == step.number() && !wake.woke()))
                .map(Evidence.Wait::context)
                .filter(context -> !reached.contains(context) && !context.equals(step.context()) && contexts().contains(context))
                .map(context -> new Missed(context, Life.isAsleep(states.get(step.number() - 1), context)
                        ? "its sleep is not one that this ends"
                        : "it is not asleep"))
                .toList();
    }

    /** The contexts that move, or that somebody does something to. */
    public List<String> contexts() {
        Set<String> seen = new LinkedHashSet<>(run.movers());
        run.steps().forEach(step -> seen.addAll(reached(step)));
        List<String> all = new ArrayList<>(run.contexts());
        all.retainAll(seen);
        return all;
    }
}
