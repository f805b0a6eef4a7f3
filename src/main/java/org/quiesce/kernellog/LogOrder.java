package org.quiesce.kernellog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernellog.Happening.Exit;
import org.quiesce.kernellog.Happening.Fork;
import org.quiesce.kernellog.Happening.Free;
import org.quiesce.kernellog.Happening.Started;
import org.quiesce.kernellog.Happening.Switch;
import org.quiesce.kernellog.LogEntry.Event;
import org.quiesce.kernellog.LogEntry.Gap;

/**
 * Who runs on which CPU, and how far each task has come, event by event. Some things every kernel does in one order: a CPU goes
 * from the task that it runs to the next, and a task is forked, started, ends, is switched out for the last time, and is given
 * free. A log that shows something else is not whole, or not that of a kernel.
 */
public final class LogOrder {

    private final Set<String> names;
    private final Map<Integer, Integer> running = new HashMap<>();
    private final Map<Integer, Stage> stages = new HashMap<>();
    private final Set<Integer> lossy = new HashSet<>();

    /** How far a task has come, of which the log shows so much. */
    private enum Stage {
        FORKED,
        STARTED,
        ENDED,
        SWITCHED_OUT
    }

    /** @param log what is recorded of it decides what has to be there */
    public LogOrder(KernelLog log) {
        this.names = log.names();
    }

    /** The tasks that run on some CPU, by number. */
    public Set<Integer> running() {
        return Set.copyOf(running.values());
    }

    /** Whether it is known of every CPU that occurred who runs there. */
    public boolean isKnown() {
        return lossy.isEmpty();
    }

    /** Events of a CPU were lost: what comes next need not follow from what came before. */
    public void lost(Gap gap) {
        running.remove(gap.cpu());
        lossy.add(gap.cpu());
        stages.clear();
    }

    /** One event more; says what is wrong with it, if something is. */
    public Optional<String> add(Event event) {
        Integer runs = names.contains("sched_switch") ? running.get(event.cpu()) : null;
        if (runs != null && runs != event.task().pid()) {
            return Optional.of("CPU " + event.cpu() + " runs task " + runs + ", and not " + event.task());
        }
        Optional<String> wrong = wrong(event);
        if (wrong.isPresent()) {
            return wrong;
        }
        lossy.remove(event.cpu());
        running.put(event.cpu(), event.what() instanceof Switch change ? change.next().pid() : event.task().pid());
        if (event.what() instanceof Fork fork) {
            stages.put(fork.child().pid(), Stage.FORKED);
        } else if (event.what() instanceof Started started) {
            stages.put(started.target().pid(), Stage.STARTED);
        } else if (event.what() instanceof Exit) {
            stages.put(event.task().pid(), Stage.ENDED);
        } else if (event.what() instanceof Switch change && change.isLast()) {
            stages.put(change.previous().pid(), Stage.SWITCHED_OUT);
        } else if (event.what() instanceof Free free) {
            stages.remove(free.task().pid());
        }
        return Optional.empty();
    }

    private Optional<String> wrong(Event event) {
        if (event.what() instanceof Switch change) {
            return wrong(event, change);
        } else if (event.what() instanceof Started started && !isAt(started.target(), Stage.FORKED)
                && stages.containsKey(started.target().pid())) {
            return Optional.of(started.target() + " was started before");
        } else if (event.what() instanceof Fork fork && fork.parent().pid() != event.task().pid()) {
            return Optional.of(event.task() + " can't fork for " + fork.parent());
        } else if (event.what() instanceof Exit exit) {
            return exit.task().pid() != event.task().pid()
                    ? Optional.of(event.task() + " can't end " + exit.task())
                    : isAt(exit.task(), Stage.ENDED) || isAt(exit.task(), Stage.SWITCHED_OUT)
                            ? Optional.of(exit.task() + " has ended before")
                            : Optional.empty();
        } else if (event.what() instanceof Free free && names.contains("sched_switch")
                && (isBeforeEnd(free.task()) && names.contains("sched_process_exit") || isAt(free.task(), Stage.ENDED))) {
            return Optional.of(free.task() + " is given free, and was not switched out for the last time");
        }
        return Optional.empty();
    }

    private Optional<String> wrong(Event event, Switch change) {
        if (change.previous().pid() != event.task().pid()) {
            return Optional.of(event.task() + " runs, and not " + change.previous());
        } else if (change.isLast() && isBeforeEnd(change.previous()) && names.contains("sched_process_exit")) {
            return Optional.of(change.previous() + " is switched out for the last time, and has not ended");
        } else if (isAt(change.next(), Stage.FORKED) && names.contains("sched_wakeup_new")) {
            return Optional.of(change.next() + " was not started before");
        } else if (isAt(change.next(), Stage.SWITCHED_OUT)) {
            return Optional.of(change.next() + " was switched out for the last time before");
        }
        return change.next().pid() != 0 && running.entrySet().stream()
                        .anyMatch(e -> e.getKey() != event.cpu() && e.getValue() == change.next().pid())
                ? Optional.of(change.next() + " runs on another CPU")
                : Optional.empty();
    }

    private boolean isBeforeEnd(KernelTask task) {
        return isAt(task, Stage.FORKED) || isAt(task, Stage.STARTED);
    }

    private boolean isAt(KernelTask task, Stage stage) {
        return stages.get(task.pid()) == stage;
    }
}
