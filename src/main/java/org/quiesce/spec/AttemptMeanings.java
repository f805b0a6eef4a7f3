package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Attempts to take a lock or a completion, and waits for them that something else can end. */
final class AttemptMeanings {

    private AttemptMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return micro instanceof LockMicro lock ? Optional.of(of(lock, site)) : Optional.empty();
    }

    private static Meaning of(LockMicro micro, Site site) {
        if (micro instanceof LockMicro.TryDone m) {
            List<Expr> taken = new ArrayList<>(List.of(
                    Tla.assign(m.completion(), SleepMeanings.taken(m.completion(), site))));
            taken.addAll(site.into(m.into(), Tla.num(1)));
            return Meaning.of(new Course.Decided(
                    Tla.gt(Tla.name(m.completion()), Tla.num(0)),
                    Course.way(Exit.TRUE, taken),
                    Course.way(Exit.FALSE, site.into(m.into(), Tla.num(0)))));
        } else if (micro instanceof LockMicro.DownTimeout m) {
            return Meaning.of(new Course.Decided(
                    SemaphoreMeanings.isUp(m.semaphore()),
                    Course.way(Exit.NEXT, SemaphoreMeanings.taking(m.semaphore(), m.into(), site)),
                    Course.way(Exit.TIMED_OUT, site.into(m.into(), Tla.num(Errno.ETIME.negative())))));
        } else if (micro instanceof LockMicro.DownRwUnlessSignalled m) {
            return hold(m, site);
        } else if (micro instanceof LockMicro.TryDownRw m) {
            List<Expr> taken = new ArrayList<>(SemaphoreMeanings.hold(m.semaphore(), m.access(), site));
            taken.addAll(site.into(m.into(), Tla.num(1)));
            return Meaning.of(new Course.Decided(
                    site.kernel().call(m.access() == Access.READ ? Operator.UNCLAIMED : Operator.IDLE, Tla.name(m.semaphore())),
                    Course.way(Exit.TRUE, taken),
                    Course.way(Exit.FALSE, site.into(m.into(), Tla.num(0)))));
        }
        throw new AssertionError(micro);
    }

    private static Meaning hold(LockMicro.DownRwUnlessSignalled micro, Site site) {
        List<Expr> writes = new ArrayList<>(SemaphoreMeanings.hold(micro.semaphore(), micro.access(), site));
        writes.addAll(site.into(micro.into(), Tla.num(0)));
        List<Expr> givesUp = new ArrayList<>(SemaphoreMeanings.givesUp(micro.semaphore(), micro.access(), site));
        givesUp.addAll(site.into(micro.into(), Tla.num(Errno.EINTR.negative())));
        return SemaphoreMeanings.unless(micro.semaphore(), micro.access(), Course.way(Exit.NEXT, writes),
                site.ending(micro.mode()).map(signal -> new Course.Guarded(signal, Course.way(Exit.SIGNALLED, givesUp))), site);
    }
}
