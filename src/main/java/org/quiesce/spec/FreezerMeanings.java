package org.quiesce.spec;

import java.util.Optional;
import org.quiesce.protocol.Operation.StopInRefrigerator;
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
            Expr bit = Tla.ifThenElse(site.own("shouldStop"), Tla.num(1), Tla.num(0));
            return Optional.of(Meaning.doing(site.into(m.into(), bit)));
        } else if (micro instanceof Micro.FreezeThreads) {
            return Optional.of(everywhere(Operator.FREEZE, site));
        } else if (micro instanceof Micro.ThawThreads) {
            return Optional.of(everywhere(Operator.THAW, site));
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

    /** What a suspend or a resume does to all threads; nothing where no thread ever looks. */
    private static Meaning everywhere(Operator change, Site site) {
        return site.facts().hasVariable("freezing") ? Meaning.doing(site.kernel().name(change)) : Meaning.doing();
    }
}
