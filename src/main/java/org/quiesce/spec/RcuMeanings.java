package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.RcuReaders;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Sections that must not sleep, and grace periods. */
final class RcuMeanings {

    private RcuMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.SectionBegin) {
            return Optional.of(begin(site));
        } else if (micro instanceof Micro.SectionEnd) {
            return Optional.of(end(site));
        } else if (micro instanceof Micro.RcuBegin m) {
            return Optional.of(Meaning.doing(Tla.assign("readers", reading(m.rcu(), site))));
        } else if (micro instanceof Micro.RcuWait m) {
            return Optional.of(wait(
                    Tla.name("readers"), Tla.name("readers"), m.rcu(), left -> Tla.assign("readers", left), site));
        } else if (micro instanceof Micro.SynchronizeBegin m) {
            return Optional.of(Meaning.doing(site.setOwn("gracePeriod", reading(m.rcu(), site))));
        } else if (micro instanceof Micro.SynchronizeWait m) {
            return Optional.of(wait(
                    site.own("gracePeriod"), Tla.OLD, m.rcu(), left -> site.setOwn("gracePeriod", left), site));
        }
        return Optional.empty();
    }

    // ---- sections

    private static Meaning begin(Site site) {
        Meaning begun = Meaning.doing(site.setOwn("nesting", Tla.plus(Tla.OLD, Tla.num(1))));
        if (!site.facts().sections(site.program()).mayBeFull(site.step())) {
            return begun;
        }
        Expr most = site.kernel().name(Operator.NESTING_MAX);
        return begun.unless(Fault.when(Tla.eq(site.own("nesting"), most), Bounds.BOUND_FAULT));
    }

    /** Where the program has begun one for sure it need not be asked. */
    private static Meaning end(Site site) {
        Course ended = Course.next(site.setOwn("nesting", Tla.minus(Tla.OLD, Tla.num(1))));
        if (!site.facts().sections(site.program()).mayBeOutside(site.step())) {
            return Meaning.of(ended);
        }
        return Meaning.of(new Course.Decided(
                Tla.gt(site.own("nesting"), Tla.num(0)), ended, Course.next(Tla.assign("warned", Tla.TRUE))));
    }

    // ---- grace periods

    /** Who is reading, the caller excepted. */
    static Expr reading(RcuReaders rcu, Site site) {
        Expr all = site.facts().setOf(rcu.contexts(), site.kernel());
        Expr others = rcu.contexts().containsAll(site.program().contexts())
                ? Tla.difference(all, Tla.set(site.self()))
                : all;
        return Tla.filter("c", others, site.kernel().call(Operator.READING, Tla.name("c")));
    }

    /** Who is reading, the caller included. */
    static Expr readingOf(RcuReaders rcu, Site site) {
        return Tla.filter("c", site.facts().setOf(rcu.contexts(), site.kernel()),
                site.kernel().call(Operator.READING, Tla.name("c")));
    }

    /** What comes after the grace period of a context, once the last has left it; before that it only goes on. */
    static Meaning afterGracePeriod(Site site, Course after) {
        Expr waited = site.own("gracePeriod");
        Expr quiet = site.kernel().call(Operator.QUIET, waited);
        List<Expr> left = List.of(site.setOwn("gracePeriod", Tla.difference(waited, quiet)));
        return Meaning.of(new Course.Decided(Tla.eq(waited, quiet), after, Course.way(Exit.TRUE, left)))
                .waitingFor(GraceMeanings.canGoOn(waited, quiet));
    }

    /** How what is waited for is written. */
    private interface Becomes {
        Expr of(Expr left);
    }

    /**
     * Each time that readers become quiet the rest is waited for; of one there is no rest.
     *
     * @param waited whom it waits for
     * @param old    the same, where it is written
     */
    private static Meaning wait(Expr waited, Expr old, RcuReaders rcu, Becomes becomes, Site site) {
        Expr quiet = site.kernel().call(Operator.QUIET, waited);
        if (rcu.contexts().size() == 1) {
            return Meaning.doing(becomes.of(Tla.set())).waitingFor(Tla.eq(waited, quiet));
        }
        List<Expr> left = List.of(becomes.of(Tla.difference(old, site.kernel().call(Operator.QUIET, old))));
        return Meaning.of(new Course.Decided(
                        Tla.eq(waited, quiet), Course.way(Exit.NEXT, left), Course.way(Exit.TRUE, left)))
                .waitingFor(Tla.or(Tla.eq(waited, Tla.set()), Tla.neq(quiet, Tla.set())));
    }
}
