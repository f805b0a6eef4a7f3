package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Semaphores, and those that tell readers from writers. */
final class SemaphoreMeanings {

    private SemaphoreMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.Down m) {
            return Optional.of(Meaning.doing(takeOne(m.semaphore())).waitingFor(isUp(m.semaphore())));
        } else if (micro instanceof Micro.DownUnlessSignalled m) {
            return Optional.of(unlessSignalled(m, site));
        } else if (micro instanceof Micro.TryDown m) {
            return Optional.of(Meaning.of(new Course.Decided(
                    isUp(m.semaphore()),
                    Course.way(Exit.TRUE, taking(m.semaphore(), m.into(), site)),
                    Course.way(Exit.FALSE, site.into(m.into(), Tla.num(1))))));
        } else if (micro instanceof Micro.Up m) {
            return Optional.of(up(m.semaphore(), site));
        } else if (micro instanceof Micro.DownRw m) {
            Course taken = Course.way(Exit.NEXT, hold(m.semaphore(), m.access(), site));
            return Optional.of(unless(m.semaphore(), m.access(), taken, Optional.empty(), site));
        } else if (micro instanceof LockMicro.SpinRw m) {
            Course taken = Course.way(Exit.NEXT, hold(m.lock(), m.access(), site));
            return Optional.of(unless(m.lock(), m.access(), taken, Optional.empty(), site));
        } else if (micro instanceof LockMicro.JoinReaders m) {
            Expr reads = Tla.eq(site.own(m.lock()), Tla.str(Access.READ.suffix()));
            return Optional.of(Meaning.doing(site.setOwn(m.lock(), Tla.str(Access.READ.suffix())))
                    .waitingFor(site.kernel().call(Operator.UNWRITTEN, Tla.name(m.lock())))
                    .unless(Fault.when(reads, Bounds.BOUND_FAULT)));
        } else if (micro instanceof Micro.UpRw m) {
            return Optional.of(Meaning.of(release(m.semaphore(), m.access(),
                    Course.next(givesBack(m.semaphore(), site)), site)));
        } else if (micro instanceof LockMicro.UpRwToWaiters m) {
            Expr wakes = Tla.and(LockMeanings.isAwaited(m.semaphore(), site), isLastHold(m.semaphore(), site));
            return Optional.of(Meaning.of(release(m.semaphore(), m.access(), new Course.Decided(wakes,
                    Course.way(Exit.TRUE, givesBack(m.semaphore(), site)),
                    Course.next(givesBack(m.semaphore(), site))), site)));
        }
        return Optional.empty();
    }

    private static Course release(String semaphore, Access access, Course held, Site site) {
        return new Course.Decided(
                Tla.eq(site.own(semaphore), Tla.str(access.suffix())), held, Course.next(Tla.assign("warned", Tla.TRUE)));
    }

    private static Expr givesBack(String semaphore, Site site) {
        return site.setOwn(semaphore, Tla.str(Vocabulary.NONE));
    }

    /** That nobody but the running context holds it. */
    private static Expr isLastHold(String semaphore, Site site) {
        List<String> others = site.facts().indices(semaphore);
        return Tla.forAll("c", Tla.difference(Facts.literalSet(others), Tla.set(site.self())), Facts.isNoneOf(
                Tla.at(semaphore, Tla.name("c")), List.of(Access.READ.suffix(), Access.WRITE.suffix())));
    }

    // ---- semaphores that count

    static Expr isUp(String semaphore) {
        return Tla.gt(Tla.name(semaphore), Tla.num(0));
    }

    private static Expr takeOne(String semaphore) {
        return Tla.assign(semaphore, Tla.minus(Tla.name(semaphore), Tla.num(1)));
    }

    static List<Expr> taking(String semaphore, Optional<String> into, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(takeOne(semaphore)));
        writes.addAll(site.into(into, Tla.num(0)));
        return writes;
    }

    private static Meaning unlessSignalled(Micro.DownUnlessSignalled micro, Site site) {
        Expr up = isUp(micro.semaphore());
        Course taken = Course.way(Exit.NEXT, taking(micro.semaphore(), micro.into(), site));
        Course signalled = Course.way(Exit.SIGNALLED, site.into(micro.into(), Tla.num(Errno.EINTR.negative())));
        return site.ending(micro.mode())
                .map(signal -> Meaning.of(new Course.Decided(up, taken, signalled)).waitingFor(Tla.or(up, signal)))
                .orElse(Meaning.of(taken).waitingFor(up));
    }

    private static Meaning up(String semaphore, Site site) {
        Expr count = Tla.name(semaphore);
        Meaning given = Meaning.doing(Tla.assign(semaphore, Tla.plus(count, Tla.num(1))));
        if (!site.facts().limits().semaphores(semaphore)) {
            return given;
        }
        Expr most = site.kernel().name(Operator.SEMAPHORE_MAX);
        return given.unless(Fault.when(Tla.eq(count, most), Bounds.BOUND_FAULT));
    }

    // ---- readers and writers

    /** That a context gets it at once. */
    private static Expr isOpen(String semaphore, Access access, Site site) {
        return site.kernel().call(
                access == Access.READ && isAwaited(semaphore, site) ? Operator.READABLE
                        : access == Access.READ ? Operator.UNWRITTEN : Operator.UNHELD,
                Tla.name(semaphore));
    }

    /** Whether some context ever waits until it can write. */
    private static boolean isAwaited(String semaphore, Site site) {
        return site.facts().micros().anyMatch(micro -> writes(micro, semaphore));
    }

    private static boolean writes(Micro micro, String semaphore) {
        return micro instanceof Micro.DownRw down && down.semaphore().equals(semaphore) && down.access() == Access.WRITE
                || micro instanceof LockMicro.SpinRw spin && spin.lock().equals(semaphore) && spin.access() == Access.WRITE
                || micro instanceof LockMicro.DownRwUnlessSignalled other
                        && other.semaphore().equals(semaphore)
                        && other.access() == Access.WRITE;
    }

    /**
     * Takes it, or waits; a writer is known to do so.
     *
     * @param early what ends the wait, and where that leads; nothing if nothing can
     */
    static Meaning unless(String semaphore, Access access, Course taken, Optional<Course.Guarded> early, Site site) {
        Expr open = isOpen(semaphore, access, site);
        List<Expr> ways = new ArrayList<>(List.of(open));
        Optional<Course> waits = Optional.empty();
        if (access == Access.WRITE) {
            Expr comes = Tla.eq(site.own(semaphore), Tla.str(Vocabulary.NONE));
            ways.add(comes);
            waits = Optional.of(Course.way(Exit.TRUE, site.setOwn(semaphore, Tla.str(Vocabulary.RW_WAITS))));
        }
        early.ifPresent(end -> ways.add(end.guard()));
        Optional<Course> queued = waits;
        Optional<Course> otherwise = early
                .<Optional<Course>>map(end -> Optional.of(queued
                        .<Course>map(w -> new Course.Decided(end.guard(), end.course(), w))
                        .orElse(end.course())))
                .orElse(queued);
        return Meaning.of(otherwise.<Course>map(other -> new Course.Decided(open, taken, other)).orElse(taken))
                .waitingFor(Tla.or(ways));
    }

    /** Whoever waited to write does so no more. */
    static List<Expr> givesUp(String semaphore, Access access, Site site) {
        return access == Access.READ
                ? List.of()
                : List.of(site.setOwn(semaphore, Tla.ifThenElse(
                        Tla.eq(Tla.OLD, Tla.str(Vocabulary.RW_WAITS)), Tla.str(Vocabulary.NONE), Tla.OLD)));
    }

    /** Whoever reads already is counted once, after a warning; a writer never gets here twice. */
    static List<Expr> hold(String semaphore, Access access, Site site) {
        Expr held = site.setOwn(semaphore, Tla.str(access.suffix()));
        if (access == Access.WRITE) {
            return List.of(held);
        }
        Expr again = Tla.eq(site.own(semaphore), Tla.str(access.suffix()));
        return List.of(Tla.assign("warned", Tla.or(Tla.name("warned"), again)), held);
    }
}
