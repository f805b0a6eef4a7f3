package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Freezing threads, and thawing them. */
final class FreezerMeanings {

    private FreezerMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.SetFreezable) {
            return Optional.of(Meaning.doing(site.setOwn("freezable", Tla.TRUE)));
        } else if (micro instanceof Micro.FreezingTest) {
            return Optional.of(Meaning.of(Course.test(freezing(site))));
        } else if (micro instanceof Micro.Refrigerate m) {
            return Optional.of(refrigerate(m.stop(), site));
        } else if (micro instanceof Micro.ReadShouldStop m) {
            Expr bit = Site.oneIf(site.own("shouldStop"));
            return Optional.of(Meaning.doing(site.into(m.into(), bit)));
        } else if (micro instanceof Micro.FreezeThreads) {
            return Optional.of(everywhere(Operator.FREEZE, site));
        } else if (micro instanceof Micro.ThawThreads) {
            return Optional.of(everywhere(Operator.THAW, site));
        } else if (micro instanceof Micro.FreezeUsers) {
            return Optional.of(Meaning.doing(signalUsers(site)));
        } else if (micro instanceof Micro.FreezeUsersTurn) {
            return Optional.of(usersTurn(site));
        } else if (micro instanceof Micro.FreezeThreadsTurn) {
            return Optional.of(threadsTurn(site));
        } else if (micro instanceof Micro.ThawUsers) {
            // Where nobody freezes them there is nothing to thaw.
            return Optional.of(site.facts().hasVariable("usersFrozen")
                    ? Meaning.doing(Tla.assign("usersFrozen", Tla.FALSE))
                    : Meaning.doing());
        }
        return Optional.empty();
    }

    private static Expr freezing(Site site) {
        return site.kernel().call(Operator.FREEZING, site.self());
    }

    private static Meaning refrigerate(StopInRefrigerator stop, Site site) {
        Expr stays = stop == StopInRefrigerator.HONOURED
                ? Tla.and(freezing(site), Tla.not(site.own("shouldStop")))
                : freezing(site);
        return Meaning.of(new Course.Decided(
                stays,
                Course.way(Exit.TRUE, site.setOwn("state", site.kernel().name(Operator.FROZEN))),
                Course.way(Exit.FALSE, site.setOwn("state", Tla.str("RUNNING")))));
    }

    /** Pretends that users in the kernel have a signal; only some of them can tell. */
    private static List<Expr> signalUsers(Site site) {
        return site.facts().hasImpatientUsers()
                ? List.of(site.kernel().name(Operator.SIGNAL_USERS))
                : List.of();
    }

    /** Goes on when all have left the kernel; signals again those that overlooked it. */
    private static Meaning usersTurn(Site site) {
        Expr left = Tla.eq(site.kernel().name(Operator.IN_KERNEL), Tla.set());
        Course frozen = Course.next(Tla.assign("usersFrozen", Tla.TRUE));
        if (!site.facts().hasImpatientUsers()) {
            return Meaning.of(frozen).waitingFor(left);
        }
        return Meaning.of(new Course.Decided(left, frozen, Course.way(Exit.TRUE, signalUsers(site))))
                .waitingFor(Tla.or(left, Tla.neq(site.kernel().name(Operator.UNAWARE), Tla.set())));
    }

    /** Where no thread ever looks, none is freezable. */
    private static Meaning threadsTurn(Site site) {
        if (!site.facts().hasVariable("freezable")) {
            return Meaning.doing();
        }
        Expr t = Tla.name("t");
        Expr missing = site.kernel().name(Operator.MISSING);
        Expr normal = site.kernel().name(Operator.TASK_NORMAL);
        Expr allThere = Tla.eq(missing, Tla.set());
        Expr wakeable = Tla.exists("t", missing, Tla.and(Tla.at("asleep", t), Tla.in(Tla.at("state", t), normal)));
        return Meaning.of(new Course.Decided(
                        allThere,
                        Course.next(),
                        Course.way(Exit.TRUE, site.facts().hasVariable("inPlace")
                                ? site.kernel().call(Operator.TELL, missing)
                                : site.kernel().call(Operator.WAKE_QUEUE, missing, normal))))
                .waitingFor(Tla.or(allThere, wakeable));
    }

    /** What a suspend or a resume does to all threads; nothing where no thread ever looks. */
    private static Meaning everywhere(Operator change, Site site) {
        return site.facts().hasVariable("freezing") ? Meaning.doing(site.kernel().name(change)) : Meaning.doing();
    }
}
