package org.quiesce.sim;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;

/** What happens to one context without a step of its own, whatever it is about to do. */
final class Events {

    /** Something that may happen in a state: tells the move, if it can. */
    @FunctionalInterface
    interface Event {
        void happen(long[] before, long[] after, MoveSink sink);
    }

    /** Whether the context is about to do something in module text that is there. */
    @FunctionalInterface
    interface Execution {
        boolean isPossible(long[] before, long[] scratch);
    }

    private Events() {}

    /** The events of the scope's context, in the order in which they are told: none for those that it can't have. */
    static Event[] of(Scope scope, Labels labels, Execution execution) {
        return Stream.of(timer(scope, labels), spuriousWakeUp(scope, labels), delay(scope, labels),
                        signal(scope, labels), initFreed(scope, labels), oops(scope, labels, execution),
                        reuse(scope, labels))
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

    /** The timer of the delayed work that it is expires. */
    private static Optional<Event> delay(Scope scope, Labels labels) {
        if (scope.ownIfAny("timed").isEmpty()) {
            return Optional.empty();
        }
        int label = labels.of(scope.context(), SystemEvent.DELAY_EXPIRES.action());
        Act expires = DelayActs.expires(scope);
        return Optional.of((before, after, sink) -> {
            System.arraycopy(before, 0, after, 0, before.length);
            int outcome = expires.run(before, after);
            if (Faults.isRaised(outcome)) {
                System.arraycopy(before, 0, after, 0, before.length);
                scope.faults().raise(after, outcome);
            }
            if (outcome != Act.BLOCKED) {
                sink.move(label, after);
            }
        });
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

    /** Init text is freed when init does not need it any more: an event of the loader, who does not wait for it. */
    private static Optional<Event> initFreed(Scope scope, Labels labels) {
        if (!scope.context().equals(scope.lowered().protocol().loader().name())) {
            return Optional.empty();
        }
        int label = labels.of(scope.context(), SystemEvent.INIT_FREED.action());
        return scope.plainIfAny("initText").map(initText -> {
            int unneeded = scope.code("initText", "unneeded");
            int freed = scope.code("initText", "freed");
            return (before, after, sink) -> {
                if (initText.get(before) == unneeded) {
                    System.arraycopy(before, 0, after, 0, before.length);
                    initText.set(after, freed);
                    sink.move(label, after);
                }
            };
        });
    }

    /** The thread dies at what it was about to do; the one of a run that may. */
    private static Optional<Event> oops(Scope scope, Labels labels, Execution execution) {
        if (!scope.lowered().oopsing().contains(scope.context())) {
            return Optional.empty();
        }
        int label = labels.of(scope.context(), SystemEvent.OOPS.action());
        Field oopsed = scope.plain("oopsed");
        Threads.KernelThread self = scope.self();
        int exit = self.pc().code(Label.EXIT);
        Field nesting = scope.ownIfAny("nesting").orElse(Field.ABSENT);
        int result = scope.layout().code("result", scope.context(),
                Datum.of(scope.profile().has(Axis.RESULT_IN_KTHREAD) ? 0 : SystemEvent.OOPS_SIGNAL));
        return Optional.of((before, after, sink) -> {
            if (oopsed.get(before) == 0 && !self.out().test(before) && execution.isPossible(before, after)) {
                System.arraycopy(before, 0, after, 0, before.length);
                oopsed.set(after, 1);
                self.pc().field().set(after, exit);
                self.sleeper().enter(after, TaskState.RUNNING);
                nesting.set(after, 0);
                self.result().set(after, result);
                sink.move(label, after);
            }
        });
    }

    /** The memory of the thread, which is freed, is given to another task. */
    private static Optional<Event> reuse(Scope scope, Labels labels) {
        int label = labels.of(scope.context(), SystemEvent.REUSE.action());
        return scope.ownIfAny("reused").map(reused -> {
            Threads.KernelThread self = scope.self();
            return (before, after, sink) -> {
                if (self.gone().test(before) && self.usage().get(before) == 0 && reused.get(before) == 0) {
                    System.arraycopy(before, 0, after, 0, before.length);
                    reused.set(after, 1);
                    sink.move(label, after);
                }
            };
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
