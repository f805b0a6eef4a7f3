package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Control: tests, and steps that change nothing shared. */
final class TestMeanings {

    private TestMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.Test m) {
            if (m.atom() instanceof Condition.ShouldStop && site.program().isUserTask()) {
                return Optional.of(Meaning.of(Course.test(Tla.FALSE))
                        .unless(Fault.when(Tla.TRUE, Outcome.NULL_DEREF.code())));
            }
            return Optional.of(Meaning.of(test(m.atom(), site)));
        } else if (micro instanceof Micro.TestTimer) {
            return Optional.of(Meaning.of(Course.test(Tla.eq(site.own("timer"), Tla.str("expired")))));
        } else if (micro instanceof Micro.Nop || micro instanceof Micro.Delay || micro instanceof Micro.MightSleep
                || micro instanceof Micro.Reschedule) {
            return Optional.of(Meaning.doing());
        } else if (micro instanceof Micro.SetLocal m) {
            return Optional.of(Meaning.doing(site.setOwn(m.local(), site.value(m.value()))));
        }
        return Optional.empty();
    }

    private static Course test(Condition.Atom atom, Site site) {
        if (atom instanceof Condition.Chance) {
            return new Course.Open(List.of(Course.way(Exit.TRUE), Course.way(Exit.FALSE)));
        }
        return Course.test(condition(atom, site));
    }

    private static Expr condition(Condition.Atom atom, Site site) {
        if (atom instanceof Condition.ShouldStop) {
            return site.own("shouldStop");
        } else if (atom instanceof Condition.ShouldPark) {
            return site.own("shouldPark");
        } else if (atom instanceof Condition.SignalPending) {
            return site.signalled().orElse(Tla.FALSE);
        } else if (atom instanceof Condition.FatalSignalPending) {
            return site.fatallySignalled().orElse(Tla.FALSE);
        } else if (atom instanceof Condition.ShouldStopOrPark) {
            return site.has("shouldPark")
                    ? Tla.or(site.own("shouldStop"), site.own("shouldPark"))
                    : site.own("shouldStop");
        } else if (atom instanceof Condition.Freezing) {
            return site.kernel().call(Operator.FREEZING, site.self());
        } else if (atom instanceof Condition.CompletionDone done) {
            return Tla.gt(Tla.name(done.completion()), Tla.num(0));
        } else if (atom instanceof Condition.WorkPending pending) {
            return site.callback(pending.work()).isPending();
        } else if (atom instanceof Condition.FlagSet flag) {
            return Tla.name(flag.flag());
        } else if (atom instanceof Condition.WaitqueueActive active) {
            return Tla.neq(Tla.name(active.queue()), Tla.set());
        } else if (atom instanceof Condition.CounterAbove above) {
            return Tla.gt(Tla.name(above.counter()), Tla.num(above.bound()));
        } else if (atom instanceof Condition.PointerNull pointer) {
            return Tla.eq(Tla.name(pointer.pointer()), Tla.name(Vocabulary.NULL));
        } else if (atom instanceof Condition.PointerError pointer) {
            return Tla.eq(Tla.name(pointer.pointer()), Tla.name(Vocabulary.ERR));
        } else if (atom instanceof Condition.MemoryNull memory) {
            return Tla.eq(Tla.name(memory.memory()), Tla.str("null"));
        } else if (atom instanceof Condition.QueueNull queue) {
            return Tla.eq(Tla.name(queue.queue()), Tla.str("null"));
        } else if (atom instanceof Condition.WorkerError worker) {
            return Tla.eq(Tla.name(worker.worker()), Tla.str("error"));
        } else if (atom instanceof Condition.LocalCompare compare) {
            Expr local = site.local(compare.local());
            Expr number = Tla.num(compare.number());
            return switch (compare.relation()) {
                case EQUAL -> Tla.eq(local, number);
                case NOT_EQUAL -> Tla.neq(local, number);
                case LESS -> Tla.lt(local, number);
            };
        }
        throw new AssertionError(atom);
    }
}
