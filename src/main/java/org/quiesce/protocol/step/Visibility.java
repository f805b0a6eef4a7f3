package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;

/**
 * What of the runs of a protocol a log of a real kernel shows. A log is a <em>run</em> of the protocol if some run shows it:
 * what happens between two {@linkplain Sight sights} does not show.
 *
 * <p>The <em>observed</em> contexts are those whose tasks the log names. Some of them are <em>blocked</em>: asleep in the
 * middle of a call, which for the model has not happened yet; none at first. Some are <em>owed</em>: woken by a step whose
 * event was another one; none at first. A move <em>wakes</em> an observed context {@code t} that has a {@code state} if that
 * becomes RUNNING and was neither RUNNING nor NEW nor DEAD, while {@code pc[t]} stays.
 *
 * <p>A move <em>can happen</em>, without a sight and by one, if {@code fault} is {@code "none"} after it and for each observed
 * context {@code c}: {@code pc[c]} stays if {@code c} is not running or is blocked, unless it was {@code "none"} or
 * {@code "dead"}, which others lead away from ({@link Sight.Creation} excepted: there everybody may move). And none of what is
 * {@linkplain Shown recorded} may change, but for the kind that is seen.
 *
 * @param observed  the contexts whose tasks the log names
 * @param recorded  what shows when it happens
 * @param callbacks those whose beginnings and ends show
 * @param refused   whether a sleep that a signal refuses shows as one
 * @param busy      the observed threads that also do what is not modelled, and may sleep in it
 */
public record Visibility(SortedSet<String> observed, Set<Shown> recorded, SortedSet<String> callbacks, RefusedSleep refused,
        SortedSet<String> busy) {

    /** The states of sleeps that no signal ends, or only one that kills. */
    private static final Set<TaskState> UNINTERRUPTED = Set.of(TaskState.UNINTERRUPTIBLE, TaskState.KILLABLE);

    private static final List<Class<? extends Micro>> WAKING = List.of(
            Micro.WakeTask.class, Micro.WakeNew.class, Micro.ExitComplete.class, Micro.StopUnpark.class, Micro.StopWake.class,
            Micro.ParkWake.class, Micro.Unpark.class, Micro.ParkmeTest.class, Micro.WakeQueue.class, Micro.WakeQueueOne.class,
            Micro.Complete.class, Micro.CompleteAll.class, Micro.SendSignal.class, Micro.KillProcess.class, Micro.Release.class,
            Micro.Up.class, Micro.UpRw.class, Micro.FreezeThreads.class, Micro.ThawThreads.class, Micro.CallbackReturn.class,
            Micro.CancelEnd.class, QueueMicro.class, WorkerMicro.WorkerQueue.class,
            WorkerMicro.WorkerFlush.class, WorkerMicro.KthreadFlush.class, LockMicro.class);

    /** Kinds of changes. */
    public enum Shown {
        /** An observed context is woken. */
        WAKES,
        /** An observed context falls asleep whose {@code pc} was not {@code "none"}, or becomes {@code "dead"}. */
        SWITCHES,
        /** The {@code pc} of an observed context stops being {@code "none"}. */
        CREATIONS,
        /** Any context leaves a step that does {@link Micro.StopGet} or {@link Micro.StopReturn}. */
        STOPS,
        /** The {@code pc} of an observed context stops being {@code "dead"}. */
        RELEASES,
        /** The {@code pc} of the loader stops being {@code "sync"}. */
        UNLOADS,
        /** One of the callbacks starts or stops being {@code "idle"}. */
        CALLBACKS
    }

    /** What schedule() shows if a pending signal keeps it from sleeping: before 6.12.34 the state that was asked for. */
    public enum RefusedSleep {
        SHOWS,
        DOES_NOT_SHOW
    }

    public Visibility {
        observed = Collections.unmodifiableSortedSet(new TreeSet<>(observed));
        callbacks = Collections.unmodifiableSortedSet(new TreeSet<>(callbacks));
        busy = Collections.unmodifiableSortedSet(new TreeSet<>(busy));
        EnumSet<Shown> kinds = EnumSet.noneOf(Shown.class);
        kinds.addAll(recorded);
        recorded = Collections.unmodifiableSet(kinds);
    }

    /** A step about a task, of which only the place is looked at. */
    public record Call(String label, TaskOperand task) {}

    /**
     * Where a context <em>may block</em>, and in which states it sleeps then: at a step that may sleep and is no schedule(), in
     * that of its mode if it has one, else in one that no signal ends; in the loader, which does much that is not modelled,
     * anywhere but in the middle of a call that is; in a busy thread likewise, in its function; in a kthread worker also while
     * its work runs; and where it creates a thread, until kthreadd has done so.
     */
    public SortedMap<String, Set<TaskState>> blocking(LoweredProgram program) {
        SortedMap<String, Set<TaskState>> labels = new TreeMap<>();
        Set<TaskState> every = Set.of(TaskState.values());
        for (Step step : program.steps()) {
            boolean sleepsItself = step.does(Micro.Schedule.class) || step.does(FreezableMicro.ScheduleFreezable.class);
            if (program.program() instanceof Program.Loader && !isWithinCall(program, step)) {
                labels.put(step.label(), every);
                step.exits().values().stream().filter(label -> program.at(label).isEmpty()).forEach(label -> labels.put(label, every));
            } else if (step.number() > 0 && program.contexts().stream().anyMatch(busy::contains) && !isWithinCall(program, step)) {
                labels.put(step.label(), every);
            } else if (step.does(WorkerMicro.WorkerRun.class)) {
                labels.put(step.label(), every);
            } else if (!sleepsItself && step.micros().stream().anyMatch(Micro::maySleep)) {
                labels.put(step.label(), states(step));
            }
        }
        program.steps().stream().filter(step -> step.does(Micro.CreateThread.class))
                .forEach(step -> step.exits().values().forEach(label -> labels.putIfAbsent(label, UNINTERRUPTED)));
        return labels;
    }

    /** Whether steps of the same line come before it. */
    private static boolean isWithinCall(LoweredProgram program, Step step) {
        return step.number() > 0 && program.steps().stream().filter(other -> other.number() == step.number()).findFirst()
                .filter(first -> !first.equals(step)).isPresent();
    }

    /** In which states the calls of a step sleep. */
    private static Set<TaskState> states(Step step) {
        Optional<TaskState> state = step.micros().stream()
                .map(micro -> micro instanceof Micro.AtOnce look ? look.call() : micro)
                .map(Visibility::mode)
                .flatMap(Optional::stream)
                .map(SleepMode::state)
                .findFirst();
        return state.filter(s -> !UNINTERRUPTED.contains(s)).map(Set::of).orElse(UNINTERRUPTED);
    }

    private static Optional<SleepMode> mode(Micro micro) {
        if (micro instanceof Micro.Delay delay) {
            return Optional.of(delay.mode());
        } else if (micro instanceof Micro.WaitDone wait) {
            return Optional.of(wait.mode());
        } else if (micro instanceof Micro.AcquireUnlessSignalled lock) {
            return Optional.of(lock.mode());
        } else if (micro instanceof Micro.DownUnlessSignalled down) {
            return Optional.of(down.mode());
        }
        return micro instanceof LockMicro.DownRwUnlessSignalled down ? Optional.of(down.mode()) : Optional.empty();
    }

    /** The same, with busy threads. */
    public Visibility withBusy(Set<String> threads) {
        return new Visibility(observed, recorded, callbacks, refused, new TreeSet<>(threads));
    }

    /** The labels of the steps of a program that <em>wake</em> somebody out of the middle of a call, or may do so. */
    public static SortedSet<String> wakers(LoweredProgram program) {
        return labels(program, step -> WAKING.stream().anyMatch(step::does));
    }

    /** The labels of the steps of a program that do {@link Micro.Schedule}. */
    public static SortedSet<String> schedules(LoweredProgram program) {
        return labels(program, step -> step.does(Micro.Schedule.class));
    }

    private static SortedSet<String> labels(LoweredProgram program, Predicate<Step> which) {
        return program.steps().stream().filter(which).map(Step::label).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The steps of a program that do {@link Micro.StopGet}. */
    public static List<Call> stops(LoweredProgram program) {
        return calls(program, micro -> micro instanceof Micro.StopGet stop ? Optional.of(stop.task()) : Optional.empty());
    }

    /** The steps of a program that do {@link Micro.StopReturn}. */
    public static List<Call> stopReturns(LoweredProgram program) {
        return calls(program, micro -> micro instanceof Micro.StopReturn end ? Optional.of(end.task()) : Optional.empty());
    }

    /** The steps of a program that do {@link Micro.StopWait}. */
    public static List<Call> stopWaits(LoweredProgram program) {
        return calls(program, micro -> micro instanceof Micro.StopWait wait ? Optional.of(wait.task()) : Optional.empty());
    }

    /** The steps of a program that do {@link Micro.ParkWait}. */
    public static List<Call> parkWaits(LoweredProgram program) {
        return calls(program, micro -> micro instanceof Micro.ParkWait wait ? Optional.of(wait.task()) : Optional.empty());
    }

    private interface Subject {
        Optional<TaskOperand> of(Micro micro);
    }

    private static List<Call> calls(LoweredProgram program, Subject subject) {
        List<Call> calls = new ArrayList<>();
        for (Step step : program.steps()) {
            step.micros().stream().map(subject::of).flatMap(Optional::stream)
                    .forEach(task -> calls.add(new Call(step.label(), task)));
        }
        return List.copyOf(calls);
    }
}
