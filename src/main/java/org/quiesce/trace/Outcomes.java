package org.quiesce.trace;

import java.util.Set;
import java.util.stream.IntStream;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Snapshot;

/** Names what a real kernel would show at the end of a run. */
public final class Outcomes {

    /** Waits that keep the CPU busy. */
    private static final Set<Class<? extends Micro>> TIMER_WAITS =
            Set.of(Micro.CallbackDelete.class, Micro.CallbackShutdown.class);

    /** Calls that sleep while nobody is asleep in a state: a delay, and wait_task_inactive(), tick by tick. */
    private static final Set<Class<? extends Micro>> SLEEPS = Set.of(Micro.Delay.class, Micro.ParkVerify.class);

    private Outcomes() {}

    /** The most telling outcome of a run that violates the property. */
    public static Outcome of(LoweredProtocol lowered, Property property, Run run) {
        Snapshot last = run.state(run.moves().size());
        return switch (property) {
            case STOP_TERMINATES, THREAD_EXITS -> endless(lowered, run);
            case REQUESTS_ANSWERED -> lowered.protocol().fileOperations().stream()
                    .flatMap(f -> lowered.contexts().stream()
                            .filter(c -> lowered.programOf(c).program().equals(f)))
                    .anyMatch(c -> stops(lowered, last, c))
                    ? Outcome.HUNG_STOPPER
                    : Outcome.HUNG_OTHER;
            case LOAD_COMPLETES, UNLOAD_COMPLETES -> stopIsPending(lowered, last) ? endless(lowered, run)
                    : does(lowered, last, lowered.protocol().loader().name(), TIMER_WAITS) ? Outcome.SPIN
                    : Outcome.HUNG_OTHER;
            case REFERENCES_BALANCED -> States.word(last, "fault", "").equals(Outcome.REFCOUNT.code())
                    ? Outcome.REFCOUNT
                    : States.word(last, "module", "").equals("live") ? Outcome.RMMOD_BUSY : Outcome.LEAK;
            case NOTHING_LEAKED -> lowered.kthreads().stream()
                    .anyMatch(t -> States.label(last, t).equals(Label.BORN))
                    ? Outcome.HUNG_KTHREAD
                    : Outcome.LEAK;
            default -> property.outcomes().get(0);
        };
    }

    /** A run that never ends either hangs, or keeps a CPU busy if nothing in its loop ever sleeps. */
    private static Outcome endless(LoweredProtocol lowered, Run run) {
        if (!(run.ending() instanceof Ending.Loop loop)) {
            return Outcome.HUNG_STOPPER;
        }
        boolean sleeps = IntStream.range(loop.back(), run.moves().size()).anyMatch(i -> {
            Run.Move move = run.moves().get(i);
            boolean delays = lowered.step(move.action()).filter(s -> SLEEPS.stream().anyMatch(s::does)).isPresent();
            return delays || States.isAsleep(move.after(), move.context());
        });
        return sleeps ? Outcome.HUNG_STOPPER : Outcome.SPIN;
    }

    private static boolean stopIsPending(LoweredProtocol lowered, Snapshot state) {
        return lowered.contexts().stream().anyMatch(c -> stops(lowered, state, c));
    }

    private static boolean stops(LoweredProtocol lowered, Snapshot state, String context) {
        return does(lowered, state, context, Set.of(Micro.StopWait.class));
    }

    private static boolean does(
            LoweredProtocol lowered, Snapshot state, String context, Set<Class<? extends Micro>> micros) {
        return lowered.programOf(context)
                .at(States.label(state, context))
                .filter(step -> micros.stream().anyMatch(step::does))
                .isPresent();
    }
}
