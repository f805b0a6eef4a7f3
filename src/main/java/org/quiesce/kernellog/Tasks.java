package org.quiesce.kernellog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quiesce.kernellog.Happening.Exit;
import org.quiesce.kernellog.Happening.Fork;
import org.quiesce.kernellog.Happening.Free;
import org.quiesce.kernellog.Happening.Hang;
import org.quiesce.kernellog.Happening.ModuleFree;
import org.quiesce.kernellog.Happening.ModuleLoad;
import org.quiesce.kernellog.Happening.ModulePut;
import org.quiesce.kernellog.Happening.StopBegins;
import org.quiesce.kernellog.Happening.StopReturns;
import org.quiesce.kernellog.Happening.Switch;
import org.quiesce.kernellog.Happening.Waking;
import org.quiesce.kernellog.LogEntry.Event;

/** What is known of tasks and modules up to some line of a log. */
final class Tasks {

    /** A call of kthread_stop() that has not returned. */
    record Stop(Event event, KernelTask target) {}

    /** Threads that workqueues have made, and those that move a new thread to its CPU (T3). */
    private static final Predicate<String> OF_THE_KERNEL = Pattern.compile("(?:kworker|migration)/.*").asMatchPredicate();

    private final Map<Integer, Life> lives = new HashMap<>();
    private final Map<Integer, Deque<Stop>> stops = new HashMap<>();
    private final Map<Integer, String> loading = new HashMap<>();
    private final Map<String, Event> freed = new HashMap<>();

    /** One task, from its fork on if that is in the log. */
    static final class Life {

        private Optional<KernelTask> parent = Optional.empty();
        private Optional<String> module = Optional.empty();
        private Optional<Event> asleep = Optional.empty();
        private Optional<Event> ended = Optional.empty();
        private Optional<Event> freed = Optional.empty();
        private Optional<Event> hangs = Optional.empty();
        private final Set<Integer> woke = new HashSet<>();
        private boolean wasWoken;
        private boolean isPastReturn;

        /** Who forked it. */
        Optional<KernelTask> parent() {
            return parent;
        }

        /** The module whose init started it. */
        Optional<String> module() {
            return module;
        }

        /** Where it went to sleep, if it sleeps and nobody has woken it since. */
        Optional<Event> asleep() {
            return asleep;
        }

        /** Where it was past what it had to do. */
        Optional<Event> ended() {
            return ended;
        }

        /** Where the kernel's reference on it was put, after which only who holds another may name it. */
        Optional<Event> freed() {
            return freed;
        }

        /** Where the kernel said that it is asleep for too long. */
        Optional<Event> hangs() {
            return hangs;
        }

        /** Whether the log shows that it has left its thread function. */
        boolean isPastReturn() {
            return isPastReturn;
        }

        boolean hasWoken(KernelTask other) {
            return woke.contains(other.pid());
        }
    }

    Life of(KernelTask task) {
        return lives.computeIfAbsent(task.pid(), pid -> new Life());
    }

    /** The calls of kthread_stop() of a task that have not returned, the last one first. */
    Deque<Stop> stopsOf(KernelTask stopper) {
        return stops.computeIfAbsent(stopper.pid(), pid -> new ArrayDeque<>());
    }

    /** All calls that have not returned. */
    Iterable<Stop> stops() {
        return stops.values().stream().flatMap(Deque::stream)
                .sorted((a, b) -> Integer.compare(a.event().line(), b.event().line()))
                .toList();
    }

    /** Where a module was freed, if it was, and is not loaded again. */
    Optional<Event> freed(String module) {
        return Optional.ofNullable(freed.get(module));
    }

    /** The modules that were freed, and are not loaded again. */
    Set<String> freedModules() {
        return freed.keySet();
    }

    /** One event more. */
    void add(Event event) {
        Happening what = event.what();
        if (what instanceof Fork fork) {
            Life life = new Life();
            life.parent = Optional.of(fork.parent());
            lives.put(fork.child().pid(), life);
        } else if (what instanceof Waking waking) {
            wake(event, waking);
        } else if (what instanceof Switch change) {
            of(change.previous()).asleep = change.sleeps() ? Optional.of(event) : Optional.empty();
            of(change.next()).asleep = Optional.empty();
        } else if (what instanceof Exit exit) {
            Life life = of(exit.task());
            life.ended = Optional.of(event);
            life.isPastReturn = true;
        } else if (what instanceof Free free) {
            of(free.task()).freed = Optional.of(event);
        } else if (what instanceof Hang hang) {
            of(hang.task()).hangs = Optional.of(event);
        } else if (what instanceof StopBegins stop) {
            stopsOf(event.task()).push(new Stop(event, stop.target()));
        } else if (what instanceof StopReturns && !stopsOf(event.task()).isEmpty()) {
            of(stopsOf(event.task()).pop().target()).isPastReturn = true;
        } else {
            addOfModule(event);
        }
    }

    private void addOfModule(Event event) {
        if (event.what() instanceof ModuleLoad load) {
            loading.put(event.task().pid(), load.module());
            freed.remove(load.module());
        } else if (event.what() instanceof ModuleFree free) {
            loading.remove(event.task().pid());
            freed.put(free.module(), event);
        } else if (event.what() instanceof ModulePut put) {
            loading.remove(event.task().pid(), put.module());
            Life life = of(event.task());
            life.isPastReturn |= life.module.filter(put.module()::equals).isPresent();
        }
    }

    /** A thread belongs to the module during whose init it is woken for the first time, by who runs that. */
    private void wake(Event event, Waking waking) {
        Life target = of(waking.target());
        target.asleep = Optional.empty();
        if (event.within() == LogEntry.Within.INTERRUPT) {
            return;
        }
        Life waker = of(event.task());
        waker.woke.add(waking.target().pid());
        // Completing 'exited' is the last thing that a thread does about its stop (X4), and wakes who waits for it.
        waker.isPastReturn |= stopsOf(waking.target()).stream().anyMatch(s -> s.target().pid() == event.task().pid());
        boolean isThread = target.parent.filter(p -> p.pid() == KernelTask.KTHREADD).isPresent();
        boolean isOfTheKernel = Stream.of(waking.target(), event.task()).map(KernelTask::comm).anyMatch(OF_THE_KERNEL);
        if (isThread && !target.wasWoken && !isOfTheKernel) {
            target.module = Optional.ofNullable(loading.get(event.task().pid()));
        }
        target.wasWoken |= !isOfTheKernel;
    }
}
