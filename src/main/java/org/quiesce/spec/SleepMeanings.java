package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Sleeping, timers and completions. */
final class SleepMeanings {

    private SleepMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.SetState m) {
            return Optional.of(Meaning.doing(site.setOwn("state", Tla.str(m.state().name()))));
        } else if (micro instanceof Micro.Schedule) {
            return Optional.of(Meaning.doing(site.kernel().call(Operator.SCHEDULE, site.self())));
        } else if (micro instanceof Micro.TimerArm) {
            return Optional.of(Meaning.doing(site.setOwn("timer", Tla.str("armed"))));
        } else if (micro instanceof Micro.TimerOff m) {
            Expr left = Tla.ifThenElse(Tla.eq(site.own("timer"), Tla.str("expired")), Tla.num(0), Tla.num(1));
            List<Expr> writes = new ArrayList<>(List.of(site.setOwn("timer", Tla.str("off"))));
            writes.addAll(site.into(m.into(), left));
            return Optional.of(Meaning.doing(writes));
        } else if (micro instanceof Micro.Complete m) {
            return Optional.of(complete(m.completion(), site));
        } else if (micro instanceof Micro.CompleteAll m) {
            Expr all = site.kernel().name(Operator.COMPLETED_FOR_ALL);
            return Optional.of(Meaning.doing(Tla.assign(m.completion(), all)));
        } else if (micro instanceof Micro.ReinitCompletion m) {
            return Optional.of(Meaning.doing(Tla.assign(m.completion(), Tla.num(0))));
        } else if (micro instanceof Micro.WaitDone m) {
            return Optional.of(waitDone(m, site));
        }
        return Optional.empty();
    }

    /** Only where somebody completes it for all is there an end to counting. */
    private static Meaning complete(String completion, Site site) {
        Expr count = Tla.name(completion);
        Expr more = site.facts().limits().isCompletedForAll(completion)
                ? site.kernel().call(Operator.COMPLETED, count)
                : Tla.plus(count, Tla.num(1));
        Meaning completed = Meaning.doing(Tla.assign(completion, more));
        if (!site.facts().limits().completions(completion)) {
            return completed;
        }
        Expr most = site.kernel().name(Operator.COMPLETION_MAX);
        return completed.unless(Fault.when(Tla.eq(count, most), Bounds.BOUND_FAULT));
    }

    static Expr taken(String completion, Site site) {
        Expr count = Tla.name(completion);
        return site.facts().limits().isCompletedForAll(completion)
                ? site.kernel().call(Operator.TAKEN, count)
                : Tla.minus(count, Tla.num(1));
    }

    private static Meaning waitDone(Micro.WaitDone micro, Site site) {
        Expr done = Tla.gt(Tla.name(micro.completion()), Tla.num(0));
        boolean timed = micro.timeout() == Timeout.FINITE;
        Optional<Expr> signal = site.ending(micro.mode());

        List<Expr> writes = new ArrayList<>(List.of(Tla.assign(micro.completion(), taken(micro.completion(), site))));
        writes.addAll(site.into(micro.into(), Tla.num(timed ? 1 : 0)));
        Course taken = Course.way(Exit.NEXT, writes);
        Course signalled = Course.way(
                Exit.SIGNALLED, site.into(micro.into(), Tla.num(Errno.ERESTARTSYS.negative())));
        Course late = Course.way(Exit.TIMED_OUT, site.into(micro.into(), Tla.num(0)));

        if (timed) {
            Course otherwise = signal
                    .<Course>map(s -> new Course.Open(List.of(new Course.Guarded(s, signalled), late)))
                    .orElse(late);
            return Meaning.of(new Course.Decided(done, taken, otherwise));
        }
        return signal
                .map(s -> Meaning.of(new Course.Decided(done, taken, signalled)).waitingFor(Tla.or(done, s)))
                .orElse(Meaning.of(taken).waitingFor(done));
    }
}
