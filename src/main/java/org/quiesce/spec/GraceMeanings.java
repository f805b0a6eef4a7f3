package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Grace periods of callbacks, and SRCU. */
final class GraceMeanings {

    private GraceMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return micro instanceof GraceMicro grace ? Optional.of(of(grace, site)) : Optional.empty();
    }

    private static Meaning of(GraceMicro micro, Site site) {
        if (micro instanceof GraceMicro.KfreeGiven m) {
            return Meaning.doing().unless(DataMeanings.isFreed(Tla.name(m.memory())));
        } else if (micro instanceof GraceMicro.CallRcu m) {
            return arm(m.callback(), site, view -> List.of());
        } else if (micro instanceof GraceMicro.RcuArm m) {
            return arm(m.callback(), "gracePeriod", RcuMeanings.readingOf(m.rcu(), site), site);
        } else if (micro instanceof GraceMicro.RcuCall m) {
            return call("gracePeriod", site.kernel().call(Operator.QUIET, site.own("gracePeriod")), site);
        } else if (micro instanceof GraceMicro.SrcuBegin m) {
            return begin(m.domain(), site);
        } else if (micro instanceof GraceMicro.SrcuEnd m) {
            return Meaning.of(new Course.Decided(
                    Tla.gt(site.own(m.domain()), Tla.num(0)),
                    Course.next(site.setOwn(m.domain(), Tla.minus(Tla.OLD, Tla.num(1)))),
                    Course.next(Tla.assign("warned", Tla.TRUE))));
        } else if (micro instanceof GraceMicro.SrcuSynchronizeBegin m) {
            return Meaning.doing(site.setOwn("srcuGrace", reading(m.domain(), m.readers(), site)));
        } else if (micro instanceof GraceMicro.SrcuSynchronizeWait m) {
            return synchronize(m.domain(), site);
        } else if (micro instanceof GraceMicro.SrcuArm m) {
            return arm(m.callback(), "srcuGrace", reading(m.domain(), m.readers(), site), site);
        } else if (micro instanceof GraceMicro.SrcuCall m) {
            return call("srcuGrace", gone(m.domain(), site.own("srcuGrace"), site.facts()), site);
        }
        throw new AssertionError(micro);
    }

    /** Whether a callback at rest has nobody left whom it must wait for, or somebody who is quiet now. */
    static Expr canGoOn(Expr waited, Expr quiet) {
        return Tla.or(Tla.eq(waited, Tla.set()), Tla.neq(quiet, Tla.set()));
    }

    /** Those of a set who do not read in the domain any more: all, where nobody ever does. */
    static Expr gone(String domain, Expr waited, Facts facts) {
        return facts.hasVariable(domain)
                ? Tla.filter("r", waited, Tla.eq(Tla.at(domain, Tla.name("r")), Tla.num(0)))
                : waited;
    }

    private static Expr reading(String domain, List<String> readers, Site site) {
        return readers.isEmpty()
                ? Tla.set()
                : Tla.filter("r", site.facts().setOf(readers, site.kernel()),
                        Tla.gt(Tla.at(domain, Tla.name("r")), Tla.num(0)));
    }

    /** One that is pending already is not armed again, and the kernel complains. */
    private static Meaning arm(String callback, Site site, Function<CallbackView, List<Expr>> more) {
        CallbackView view = site.callback(callback);
        List<Expr> writes = new ArrayList<>(List.of(view.set("armed", Tla.TRUE)));
        writes.addAll(more.apply(view));
        return Meaning.of(new Course.Decided(
                view.of("armed"),
                Course.next(Tla.assign("warned", Tla.TRUE)),
                Course.way(Exit.NEXT, writes)));
    }

    private static Meaning arm(String callback, String variable, Expr readers, Site site) {
        return arm(callback, site, view -> List.of(view.set(variable, readers)));
    }

    private static Meaning call(String variable, Expr quiet, Site site) {
        Expr waited = site.own(variable);
        List<Expr> left = List.of(site.setOwn(variable, Tla.difference(waited, quiet)));
        List<Expr> called = new ArrayList<>(List.of(site.setOwn(variable, Tla.set())));
        called.addAll(FlushMeanings.begun(site.callback(site.program().contexts().get(0)), site));
        return Meaning.of(new Course.Decided(
                        Tla.eq(waited, quiet), Course.way(Exit.NEXT, called), Course.way(Exit.TRUE, left)))
                .waitingFor(Tla.and(site.own("armed"), Tla.parens(canGoOn(waited, quiet))));
    }

    private static Meaning begin(String domain, Site site) {
        Meaning begun = Meaning.doing(site.setOwn(domain, Tla.plus(Tla.OLD, Tla.num(1))));
        if (!site.facts().limits().srcuSections(domain)) {
            return begun;
        }
        Expr most = site.kernel().name(Operator.NESTING_MAX);
        return begun.unless(Fault.when(Tla.eq(site.own(domain), most), Bounds.BOUND_FAULT));
    }

    private static Meaning synchronize(String domain, Site site) {
        Expr waited = site.own("srcuGrace");
        Expr gone = gone(domain, waited, site.facts());
        List<Expr> left = List.of(site.setOwn("srcuGrace", Tla.difference(waited, gone)));
        return Meaning.of(new Course.Decided(
                        Tla.eq(waited, gone), Course.way(Exit.NEXT, left), Course.way(Exit.TRUE, left)))
                .waitingFor(canGoOn(waited, gone));
    }
}
