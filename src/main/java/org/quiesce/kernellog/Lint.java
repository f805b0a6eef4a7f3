package org.quiesce.kernellog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernellog.Happening.Begins;
import org.quiesce.kernellog.Happening.Fork;
import org.quiesce.kernellog.Happening.ModuleFree;
import org.quiesce.kernellog.Happening.StopBegins;
import org.quiesce.kernellog.Happening.Switch;
import org.quiesce.kernellog.KernelLog.Clock;
import org.quiesce.kernellog.LintFinding.Sureness;
import org.quiesce.kernellog.LogEntry.Event;
import org.quiesce.kernellog.LogEntry.Gap;

/**
 * Looks for what the log of a kernel should not show, whatever the module. A thread belongs to a module if that module's init
 * woke it first; what belongs to nobody is not judged.
 */
public final class Lint {

    /** Who sleeps no longer than that may yet be woken by somebody who is on his way. */
    private static final long LONG_ENOUGH = 1_000_000_000L;

    private final KernelLog log;
    private final Tasks tasks = new Tasks();
    private final Set<String> names;
    private final List<LintFinding> findings = new ArrayList<>();
    private final Set<Integer> reported = new HashSet<>();
    private final List<Tasks.Stop> made = new ArrayList<>();
    private int lastGap;

    private Lint(KernelLog log) {
        this.log = log;
        this.names = log.names();
    }

    /**
     * What came of looking.
     *
     * @param findings by line
     * @param applied  the rules for which enough was recorded
     */
    public record Report(List<LintFinding> findings, List<LintRule> applied) {
        public Report {
            findings = List.copyOf(findings);
            applied = List.copyOf(applied);
        }
    }

    /** What is found in a log. */
    public static Report of(KernelLog log) {
        Lint lint = new Lint(log);
        for (LogEntry entry : log.entries()) {
            if (entry instanceof Gap gap) {
                lint.lastGap = gap.line();
            } else if (entry instanceof Event event) {
                lint.look(event);
                lint.tasks.add(event);
            }
        }
        lint.end();
        List<LintRule> applied = Arrays.stream(LintRule.values()).filter(rule -> rule.appliesTo(lint.names)).toList();
        List<LintFinding> found = lint.findings.stream()
                .filter(f -> applied.contains(f.rule()))
                .sorted((a, b) -> Integer.compare(a.line(), b.line()))
                .toList();
        return new Report(found, applied);
    }

    private void look(Event event) {
        if (event.what() instanceof Switch change) {
            threadAfterUnload(event, change.previous());
            threadAfterUnload(event, change.next());
            stopWithoutWakeUp(event, change);
        } else if (event.what() instanceof StopBegins stop) {
            stopOfAnotherTask(event, stop.target());
            made.add(new Tasks.Stop(event, stop.target()));
        } else if (event.what() instanceof ModuleFree free) {
            stopsForAnotherModule(event, free.module());
        } else if (event.what() instanceof Begins begins) {
            workAfterUnload(event, begins);
        } else if (event.what() instanceof Fork fork) {
            reported.remove(fork.child().pid());
        }
    }

    private void threadAfterUnload(Event event, KernelTask task) {
        Tasks.Life life = tasks.of(task);
        Optional<Event> freed = life.module().flatMap(tasks::freed);
        if (freed.isEmpty() || life.isPastReturn() || !reported.add(task.pid())) {
            return;
        }
        boolean mayHaveCompleted = life.hasWoken(freed.get().task());
        boolean isShown = names.contains("sched_process_exit");
        String doubt = mayHaveCompleted ? "; unless it is past its end, in kthread_complete_and_exit()"
                : isShown ? "" : "; unless it is past its end, which would show only if sched_process_exit were recorded";
        add(LintRule.THREAD_AFTER_UNLOAD, event, sure(!mayHaveCompleted && isShown, freed.get()),
                task + " of module " + life.module().get() + " runs, and nothing shows that it has left its thread function;"
                        + " the module was freed in line " + freed.get().line() + doubt);
    }

    private void stopOfAnotherTask(Event event, KernelTask target) {
        Tasks.Life life = tasks.of(target);
        if (life.freed().isPresent()) {
            add(LintRule.STOP_OF_ANOTHER_TASK, event, sure(false, life.freed().get()), event.task() + " stops " + target
                    + ", which ended, and was given free in line " + life.freed().get().line()
                    + "; unless somebody holds a reference on it");
        } else if (life.parent().filter(p -> p.pid() != KernelTask.KTHREADD).isPresent()) {
            add(LintRule.STOP_OF_ANOTHER_TASK, event, Sureness.CERTAIN, event.task() + " stops " + target
                    + ", which is no kernel thread: " + life.parent().get() + " forked it");
        }
    }

    /** Whoever unloads a module stops its threads, and no others. */
    private void stopsForAnotherModule(Event event, String module) {
        for (Tasks.Stop stop : made) {
            Optional<String> owner = tasks.of(stop.target()).module();
            if (stop.event().task().pid() == event.task().pid() && owner.filter(o -> !o.equals(module)).isPresent()) {
                add(LintRule.STOP_OF_ANOTHER_TASK, stop.event(), sure(false, stop.event()), stop.event().task() + " stops "
                        + stop.target() + " of module " + owner.get() + ", and unloads module " + module
                        + "; unless the one stops its threads for the other");
            }
        }
        made.removeIf(stop -> stop.event().task().pid() == event.task().pid());
    }

    /** A stop that puts its caller to sleep has woken its target, if that slept. */
    private void stopWithoutWakeUp(Event event, Switch change) {
        Tasks.Stop stop = tasks.stopsOf(change.previous()).peek();
        if (stop == null || !change.sleeps() || !names.contains("sched_waking")) {
            return;
        }
        tasks.of(stop.target()).asleep().filter(slept -> slept.line() < stop.event().line()).ifPresent(slept ->
                addOnce(LintRule.STOP_WITHOUT_WAKE_UP, stop.event(), sure(true, slept), stop.event().task()
                        + " stops " + stop.target() + ", which sleeps since line " + slept.line()
                        + ", and waits for it in line " + event.line() + " without having woken it"));
    }

    private void workAfterUnload(Event event, Begins begins) {
        Optional<String> module = begins.function().module();
        Optional<Event> freed = module.flatMap(tasks::freed);
        if (freed.isPresent()) {
            add(LintRule.WORK_AFTER_UNLOAD, event, sure(true, freed.get()), begins.function()
                    + " runs, and the module was freed in line " + freed.get().line());
        } else if (begins.function().isGone() && !tasks.freedModules().isEmpty()) {
            add(LintRule.WORK_AFTER_UNLOAD, event, Sureness.POSSIBLE, "a function at " + begins.function().name()
                    + " runs, where no text was left when the log was printed; of the modules freed before it may be one of "
                    + String.join(", ", tasks.freedModules().stream().sorted().toList()));
        }
    }

    private void end() {
        Event last = log.events().reduce((a, b) -> b).orElseThrow();
        for (Tasks.Stop stop : tasks.stops()) {
            Tasks.Life target = tasks.of(stop.target());
            Optional<Event> asleep = target.asleep().filter(slept -> isLong(slept, last));
            boolean isHung = tasks.of(stop.event().task()).hangs().isPresent();
            boolean isOver = isLong(stop.event(), last) && (target.ended().isPresent() || asleep.isPresent());
            add(LintRule.STOP_WITHOUT_RETURN, stop.event(), sure(isHung || isOver, stop.event()),
                    stop.event().task() + " stops " + stop.target() + ", and does not return until the log ends"
                            + later(stop.event(), last) + "; " + whereIs(stop.target(), target));
            asleep.filter(slept -> slept.line() > stop.event().line()).ifPresent(slept ->
                    addOnce(LintRule.STOP_WITHOUT_WAKE_UP, slept, sure(true, stop.event()), stop.target()
                            + " goes to sleep, is being stopped since line " + stop.event().line()
                            + ", and nobody wakes it until the log ends" + later(slept, last)));
        }
    }

    private boolean isLong(Event since, Event last) {
        return log.clock() == Clock.NANOSECONDS && last.time() - since.time() >= LONG_ENOUGH;
    }

    private String later(Event since, Event last) {
        return log.clock() == Clock.NANOSECONDS
                ? String.format(Locale.ROOT, ", %.3f s later", (last.time() - since.time()) / 1e9)
                : "";
    }

    private static String whereIs(KernelTask task, Tasks.Life life) {
        return life.ended().map(e -> task + " ended in line " + e.line())
                .or(() -> life.asleep().map(e -> task + " sleeps since line " + e.line()))
                .orElse(task + " may run");
    }

    /** Certain if all that it rests on was recorded since that event. */
    private Sureness sure(boolean certain, Event since) {
        return certain && lastGap < since.line() ? Sureness.CERTAIN : Sureness.POSSIBLE;
    }

    private void addOnce(LintRule rule, Event event, Sureness sureness, String sentence) {
        if (findings.stream().noneMatch(f -> f.rule() == rule && f.line() == event.line())) {
            add(rule, event, sureness, sentence);
        }
    }

    private void add(LintRule rule, Event event, Sureness sureness, String sentence) {
        findings.add(new LintFinding(rule, event.line(), sureness, sentence));
    }
}
