package org.quiesce.sim;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;

/** What happens to one context without a step of its own, whatever it is about to do. */
final class Events {

    /** Something that may happen in a state: tells the move, if it can. */
    @FunctionalInterface
    interface Event {
        void happen(long[] before, long[] after, MoveSink sink);
    }

    private Events() {}

    /** The events of the scope's context, in the order in which they are told: none for those that it can't have. */
    static Event[] of(Scope scope, Labels labels) {
        return Stream.of(timer(scope, labels), spuriousWakeUp(scope, labels), signal(scope, labels))
                .flatMap(Optional::stream)
                .toArray(Event[]::new);
    }

    /** The timer of its sleep expires. */
    private static Optional<Event> timer(Scope scope, Labels labels) {
        int label = labels.of(scope.context(), SystemEvent.TIMER_EXPIRES.action());
        return scope.ownIfAny("timer").map(timer -> {
            int armed = scope.layout().code("timer", scope.context(), Datum.of("armed"));
            int expired = scope.layout().code("timer", scope.context(), Datum.of("expired"));
            Scope.Store wakes = waking(scope, WakeMask.NORMAL);
            return (before, after, sink) -> {
                if (timer.get(before) == armed) {
                    System.arraycopy(before, 0, after, 0, before.length);
                    timer.set(after, expired);
                    wakes.apply(before, after);
                    sink.move(label, after);
                }
            };
        });
    }

    /** A wake-up that nobody meant for it, as long as there are some left in the run. */
    private static Optional<Event> spuriousWakeUp(Scope scope, Labels labels) {
        int label = labels.of(scope.context(), SystemEvent.SPURIOUS_WAKE.action());
        int most = scope.lowered().protocol().spuriousWakeUps();
        int mask = Sleeper.bits(WakeMask.NORMAL);
        return scope.plainIfAny("spurious").flatMap(soFar -> scope.sleeperIfAny()
                .map(sleeper -> (before, after, sink) -> {
                    if (soFar.get(before) < most && sleeper.isWokenBy(before, mask)) {
                        System.arraycopy(before, 0, after, 0, before.length);
                        soFar.set(after, soFar.get(before) + 1);
                        sleeper.wake(before, after, mask);
                        sink.move(label, after);
                    }
                }));
    }

    /** Somebody sends a user task a signal while it is in the module. */
    private static Optional<Event> signal(Scope scope, Labels labels) {
        if (scope.threads().includes(scope.context())) {
            return Optional.empty();
        }
        int label = labels.of(scope.context(), SystemEvent.SIGNAL.action());
        Set<String> inModule = scope.lowered().programOf(scope.context()).steps().stream()
                .filter(step -> step.frame() == Frame.MODULE)
                .map(Step::label)
                .collect(Collectors.toSet());
        StateTest reached = Threads.Pc.of(scope.layout(), scope.context()).isIn(inModule);
        Scope.Store wakes = waking(scope, WakeMask.INTERRUPTIBLE);
        return scope.ownIfAny("signals").map(signals -> (before, after, sink) -> {
            if (signals.get(before) == 0 && reached.test(before)) {
                System.arraycopy(before, 0, after, 0, before.length);
                signals.set(after, 1);
                wakes.apply(before, after);
                sink.move(label, after);
            }
        });
    }

    /** Wakes the context, if it is one that sleeps. */
    private static Scope.Store waking(Scope scope, WakeMask mask) {
        int bits = Sleeper.bits(mask);
        return scope.sleeperIfAny()
                .map(sleeper -> (Scope.Store) (before, after) -> sleeper.wake(before, after, bits))
                .orElse((before, after) -> { });
    }
}
