package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Locks. */
final class LockMeanings {

    private LockMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.Acquire m) {
            return Optional.of(Meaning.doing(take(m.lock(), site)).waitingFor(isFree(m.lock())));
        } else if (micro instanceof Micro.AcquireUnlessSignalled m) {
            return Optional.of(unlessSignalled(m, site));
        } else if (micro instanceof Micro.TryAcquire m) {
            return Optional.of(Meaning.of(new Course.Decided(
                    isFree(m.lock()),
                    Course.way(Exit.TRUE, taking(m.lock(), m.into(), 1, site)),
                    Course.way(Exit.FALSE, site.into(m.into(), Tla.num(0))))));
        } else if (micro instanceof Micro.Release m) {
            return Optional.of(Meaning.doing(released(m.lock(), site)));
        } else if (micro instanceof LockMicro.ReleaseToWaiters m) {
            return Optional.of(Meaning.of(new Course.Decided(
                    isAwaited(m.lock(), site),
                    Course.way(Exit.TRUE, released(m.lock(), site)),
                    Course.next(released(m.lock(), site).toArray(Expr[]::new)))));
        }
        return Optional.empty();
    }

    private static Meaning unlessSignalled(Micro.AcquireUnlessSignalled micro, Site site) {
        Course taken = Course.way(Exit.NEXT, taking(micro.lock(), micro.into(), 0, site));
        Expr free = isFree(micro.lock());
        Course given = Course.way(Exit.SIGNALLED, site.into(micro.into(), Tla.num(Errno.EINTR.negative())));
        return site.ending(micro.mode())
                .map(signal -> Meaning.of(new Course.Decided(free, taken, given)).waitingFor(Tla.or(free, signal)))
                .orElse(Meaning.of(taken).waitingFor(free));
    }

    private static List<Expr> released(String lock, Site site) {
        Expr stranger = Tla.or(Tla.name("warned"), Tla.neq(Tla.name(lock), site.self()));
        return List.of(Tla.assign(lock, Tla.name(Vocabulary.NONE)), Tla.assign("warned", stranger));
    }

    /** That somebody else is at a call that takes the lock, and does not have it yet. */
    static Expr isAwaited(String lock, Site site) {
        List<Expr> waits = new ArrayList<>();
        for (LoweredProgram program : site.facts().lowered().programs()) {
            List<String> labels = program.waiting(lock);
            if (!labels.isEmpty() && !(program.equals(site.program()) && program.contexts().size() == 1)) {
                // Who releases it is at none of these labels.
                program.contexts().forEach(c -> waits.add(Facts.isOneOf(Tla.at("pc", Tla.name(c)), labels)));
            }
        }
        return Tla.parens(Tla.or(waits));
    }

    private static Expr isFree(String lock) {
        return Tla.eq(Tla.name(lock), Tla.name(Vocabulary.NONE));
    }

    private static Expr take(String lock, Site site) {
        return Tla.assign(lock, site.self());
    }

    private static List<Expr> taking(String lock, Optional<String> into, int result, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(take(lock, site)));
        writes.addAll(site.into(into, Tla.num(result)));
        return writes;
    }
}
