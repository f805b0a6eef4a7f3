package org.quiesce.trace;

import java.util.List;
import java.util.Set;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.WorkMicro;

/** Names what a real kernel would show at the end of a run. */
public final class Outcomes {

    /** Waits that keep the CPU busy: for a timer's function, and for a pending item that is nowhere to be taken from. */
    private static final Set<Class<? extends Micro>> BUSY_WAITS = Set.of(
            Micro.CallbackDelete.class, Micro.CallbackShutdown.class, Micro.DelayModify.class, Micro.StealWork.class,
            WorkMicro.Disable.class, Micro.EnableWork.class, WorkMicro.EnableTest.class);

    private Outcomes() {}

    /** The most telling outcome of a run that violates the property. */
    public static Outcome of(LoweredProtocol lowered, Profile profile, Property property, Run run) {
        Snapshot last = run.state(run.moves().size());
        return switch (property) {
            case STOP_TERMINATES, THREAD_EXITS -> endless(lowered, run);
            case REQUESTS_ANSWERED -> lowered.protocol().fileOperations().stream()
                    .flatMap(f -> lowered.contexts().stream()
                            .filter(c -> lowered.programOf(c).program().equals(f)))
                    .anyMatch(c -> stops(lowered, profile, last, c))
                    ? Outcome.HUNG_STOPPER
                    : Outcome.HUNG_OTHER;
            case LOAD_COMPLETES, UNLOAD_COMPLETES -> stopIsPending(lowered, profile, last) ? endless(lowered, run)
                    : isBusy(lowered, run, lowered.protocol().loader().name()) ? Outcome.SPIN
                    : Outcome.HUNG_OTHER;
            case FLUSH_TERMINATES -> lowered.contexts().stream()
                    .filter(c -> does(lowered, last, c, Set.copyOf(property.trigger())))
                    .findFirst()
                    .map(c -> isBusy(lowered, run, c) ? Outcome.SPIN
                            : stops(lowered, profile, last, c) ? Outcome.HUNG_STOPPER : Outcome.HUNG_OTHER)
                    .orElse(Outcome.HUNG_OTHER);
            case REFERENCES_BALANCED -> States.word(last, "fault", "").equals(Outcome.REFCOUNT.code())
                    ? Outcome.REFCOUNT
                    : States.word(last, "module", "").equals("live") ? Outcome.RMMOD_BUSY : Outcome.LEAK;
            case NO_USE_AFTER_FREE -> States.word(last, "fault", "").equals(Outcome.WRONG_VICTIM.code())
                    ? Outcome.WRONG_VICTIM
                    : property.outcomes().get(0);
            case NOTHING_LEAKED -> lowered.kthreads().stream()
                    .anyMatch(t -> States.label(last, t).equals(Label.BORN))
                    ? Outcome.HUNG_KTHREAD
                    : Outcome.LEAK;
            default -> property.outcomes().get(0);
        };
    }

    /**
     * Whether free_irq() of the protocol waits for the function of an interrupt before it stops the thread: then a run in
     * which it hangs, if the same as on another kernel, looks otherwise.
     */
    public static boolean awaitsInterrupts(LoweredProtocol lowered, Profile profile) {
        return profile.has(Axis.FREE_IRQ_AWAITS_THREAD) && lowered.does(Micro.IrqThreadStop.class);
    }

    /** A run that never ends either hangs, or keeps a CPU busy if nothing in its loop ever sleeps. */
    private static Outcome endless(LoweredProtocol lowered, Run run) {
        if (!(run.ending() instanceof Ending.Loop loop)) {
            return Outcome.HUNG_STOPPER;
        }
        return run.moves().stream().skip(loop.back()).anyMatch(move -> sleeps(lowered, move))
                ? Outcome.HUNG_STOPPER
                : Outcome.SPIN;
    }

    /** Whether who makes the move sleeps, if only in a call that nobody in a state is asleep in. */
    private static boolean sleeps(LoweredProtocol lowered, Run.Move move) {
        return States.isAsleep(move.after(), move.context())
                || lowered.step(move.action())
                        .filter(step -> step.micros().stream().anyMatch(micro -> delays(micro, move)))
                        .isPresent();
    }

    /**
     * Whether it is a delay, or wait_task_inactive(), which sleeps tick by tick. With a signal pending
     * msleep_interruptible() returns at once (kernel/time/sleep_timeout.c).
     */
    private static boolean delays(Micro micro, Run.Move move) {
        if (micro instanceof Micro.Delay delay) {
            return delay.mode() != SleepMode.INTERRUPTIBLE
                    || !States.isTrue(move.after(), "notified", move.context())
                            && !States.isTrue(move.after(), "signals", move.context());
        }
        return micro instanceof Micro.ParkVerify;
    }

    /** Whether a context that waits for ever keeps its CPU busy meanwhile. */
    private static boolean isBusy(LoweredProtocol lowered, Run run, String context) {
        Snapshot last = run.state(run.moves().size());
        return does(lowered, last, context, BUSY_WAITS)
                || lowered.programOf(context).at(States.label(last, context)).stream()
                        .flatMap(step -> step.micros().stream())
                        .anyMatch(Outcomes::spinsForLock)
                || lowered.programOf(context).at(States.label(last, context)).stream()
                        .flatMap(step -> step.micros().stream())
                        .anyMatch(m -> m instanceof Micro.CancelBegin cancel && !Callbacks.isCancelledAlready(cancel, last))
                || drainsInVain(lowered, run, context)
                || spins(lowered, run, context);
    }

    private static boolean spinsForLock(Micro micro) {
        return micro instanceof Micro.Acquire acquire && acquire.kind() == LockKind.SPINLOCK
                || micro instanceof LockMicro.SpinRw
                || micro instanceof LockMicro.JoinReaders;
    }

    /** Whether the context goes round in a loop without ever sleeping. */
    private static boolean spins(LoweredProtocol lowered, Run run, String context) {
        if (!(run.ending() instanceof Ending.Loop loop)) {
            return false;
        }
        List<Run.Move> own = run.moves().stream().skip(loop.back()).filter(m -> m.context().equals(context)).toList();
        return !own.isEmpty() && own.stream().noneMatch(move -> sleeps(lowered, move));
    }

    /** A drain flushes again and again as long as what it waits for comes again. */
    private static boolean drainsInVain(LoweredProtocol lowered, Run run, String context) {
        return run.ending() instanceof Ending.Loop loop
                && does(lowered, run.state(run.moves().size()), context, Set.of(Micro.DrainWait.class))
                && run.moves().stream()
                        .skip(loop.back())
                        .map(Run.Move::context)
                        .anyMatch(c -> lowered.programOf(c).program() instanceof Program.Callback item
                                && item.kind().isWork());
    }

    private static boolean stopIsPending(LoweredProtocol lowered, Profile profile, Snapshot state) {
        return lowered.contexts().stream().anyMatch(c -> stops(lowered, profile, state, c));
    }

    /**
     * Whether the context is in kthread_stop(): in that of free_irq() only where it has not waited for the function of the
     * interrupt before, which it does in __synchronize_irq().
     */
    private static boolean stops(LoweredProtocol lowered, Profile profile, Snapshot state, String context) {
        return does(lowered, state, context, awaitsInterrupts(lowered, profile)
                ? Set.of(Micro.StopWait.class)
                : Set.of(Micro.StopWait.class, Micro.IrqThreadStop.class));
    }

    private static boolean does(
            LoweredProtocol lowered, Snapshot state, String context, Set<Class<? extends Micro>> micros) {
        return lowered.programOf(context)
                .at(States.label(state, context))
                .filter(step -> micros.stream().anyMatch(step::does))
                .isPresent();
    }
}
