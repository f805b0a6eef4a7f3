package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Tests, and stores to local variables. */
final class ControlActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.Test test) {
            return Optional.of(test(test.atom(), step, scope));
        } else if (micro instanceof Micro.TestTimer) {
            Field timer = scope.own("timer");
            int expired = scope.layout().code("timer", scope.context(), Datum.of("expired"));
            return Optional.of(List.of((before, after) -> timer.get(before) == expired ? Act.TRUE : Act.FALSE));
        } else if (micro instanceof Micro.Nop || micro instanceof Micro.Delay || micro instanceof Micro.MightSleep
                || micro instanceof Micro.Reschedule) {
            return Optional.of(List.of((before, after) -> Act.NEXT));
        } else if (micro instanceof Micro.SetLocal set) {
            Scope.Store store = scope.store(set.local(), set.value());
            return Optional.of(List.of((before, after) -> {
                store.apply(before, after);
                return Act.NEXT;
            }));
        }
        return Optional.empty();
    }

    private static List<Act> test(Condition.Atom atom, Step step, Scope scope) {
        if (atom instanceof Condition.Chance) {
            Act yes = (before, after) -> Act.TRUE;
            Act no = (before, after) -> Act.FALSE;
            // Two ways to the same state are one move.
            boolean same = step.exits().get(Exit.TRUE).equals(step.exits().get(Exit.FALSE));
            return same ? List.of(yes) : List.of(yes, no);
        }
        if (atom instanceof Condition.ShouldStop && !scope.threads().includes(scope.context())) {
            int nullDeref = scope.faults().nullDeref();
            return List.of((before, after) -> nullDeref);
        }
        StateTest test = reads(atom, scope);
        return List.of((before, after) -> test.test(before) ? Act.TRUE : Act.FALSE);
    }

    private static StateTest reads(Condition.Atom atom, Scope scope) {
        if (atom instanceof Condition.ShouldStop) {
            return equal(scope.self().shouldStop(), 1);
        } else if (atom instanceof Condition.ShouldPark) {
            return equal(scope.self().park().shouldPark(), 1);
        } else if (atom instanceof Condition.SignalPending) {
            return scope.signalled();
        } else if (atom instanceof Condition.FatalSignalPending) {
            return scope.fatallySignalled();
        } else if (atom instanceof Condition.ShouldStopOrPark) {
            return Places.any(List.of(
                    equal(scope.self().shouldStop(), 1), equal(scope.self().park().shouldPark(), 1)));
        } else if (atom instanceof Condition.Freezing) {
            return FreezerActs.isToFreeze(scope);
        } else if (atom instanceof Condition.CompletionDone done) {
            return Places.not(equal(scope.plain(done.completion()), 0));
        } else if (atom instanceof Condition.WorkPending pending) {
            return Callback.of(pending.work(), scope)::isPending;
        } else if (atom instanceof Condition.FlagSet flag) {
            return equal(scope.plain(flag.flag()), 1);
        } else if (atom instanceof Condition.WaitqueueActive active) {
            Field queue = scope.plain(active.queue());
            return state -> queue.get(state) != 0;
        } else if (atom instanceof Condition.CounterAbove above) {
            Field counter = scope.plain(above.counter());
            return state -> counter.get(state) > above.bound();
        } else if (atom instanceof Condition.PointerNull pointer) {
            return equal(scope.plain(pointer.pointer()), Threads.NULL);
        } else if (atom instanceof Condition.PointerError pointer) {
            return equal(scope.plain(pointer.pointer()), Threads.ERR);
        } else if (atom instanceof Condition.MemoryNull memory) {
            return equal(scope.plain(memory.memory()), scope.code(memory.memory(), "null"));
        } else if (atom instanceof Condition.QueueNull queue) {
            return equal(scope.plain(queue.queue()), scope.code(queue.queue(), "null"));
        } else if (atom instanceof Condition.WorkerError worker) {
            return equal(scope.plain(worker.worker()), scope.code(worker.worker(), "error"));
        } else if (atom instanceof Condition.LocalCompare compare) {
            return scope.number(Value.of(compare.local()),
                    number -> compare.relation().holds(number, compare.number()));
        }
        throw new AssertionError(atom);
    }

    private static StateTest equal(Field field, int code) {
        return state -> field.get(state) == code;
    }
}
