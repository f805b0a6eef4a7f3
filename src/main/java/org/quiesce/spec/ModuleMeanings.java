package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Loading and unloading the module, and references on it. */
final class ModuleMeanings {

    private static final Expr MODULE = Tla.name("module");
    private static final Expr REFS = Tla.name("refs");

    private ModuleMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.InitReturn m) {
            return Optional.of(initReturn(m.code(), site));
        } else if (micro instanceof Micro.UnloadRequest) {
            return Optional.of(unload(site));
        } else if (micro instanceof Micro.FreeText) {
            return Optional.of(Meaning.doing(becomes("freed")));
        } else if (micro instanceof Micro.TaskEnter m) {
            return Optional.of(enter(m.pinning(), site));
        } else if (micro instanceof Micro.TaskLeave m) {
            return Optional.of(m.pinning() == Pinning.OWNER ? Meaning.doing(put(site)) : Meaning.doing());
        } else if (micro instanceof Micro.ModuleGet m) {
            return Optional.of(get(m, site));
        } else if (micro instanceof Micro.ModulePut) {
            return Optional.of(Meaning.doing(put(site)));
        }
        return Optional.empty();
    }

    private static Expr becomes(String state) {
        return Tla.assign("module", Tla.str(state));
    }

    private static boolean counts(Site site) {
        return site.facts().hasVariable("refs");
    }

    /**
     * One reference less. Nobody puts one too many unless the module puts references itself, so that elsewhere the
     * warning need not be written down.
     */
    private static List<Expr> put(Site site) {
        Expr less = Tla.assign("refs", Tla.minus(REFS, Tla.num(1)));
        if (!site.facts().lowered().does(Micro.ModulePut.class)) {
            return List.of(less);
        }
        return List.of(Tla.ifThenElse(Tla.gt(REFS, Tla.num(0)), less, Tla.assign("warned", Tla.TRUE)));
    }

    private static Fault tooMany(Site site) {
        return Fault.when(Tla.eq(REFS, site.kernel().name(Operator.REFERENCES_MAX)), Bounds.BOUND_FAULT);
    }

    private static Meaning initReturn(Value code, Site site) {
        List<Expr> dropped = counts(site) ? put(site) : List.of();
        Course loaded = Course.way(Exit.TRUE, and(becomes("live"), dropped));
        Course failed = Course.way(Exit.FALSE, and(becomes("going"), dropped));
        if (code instanceof Value.Literal literal) {
            return Meaning.of(literal.number() >= 0 ? loaded : failed);
        }
        return Meaning.of(new Course.Decided(Tla.ge(site.value(code), Tla.num(0)), loaded, failed));
    }

    private static Meaning unload(Site site) {
        Expr live = Tla.eq(MODULE, Tla.str("live"));
        if (!counts(site)) {
            return Meaning.doing(becomes("going")).waitingFor(live);
        }
        return Meaning.doing(becomes("going"), Tla.assign("refs", Tla.num(0)))
                .waitingFor(Tla.and(live, Tla.eq(REFS, Tla.num(1))));
    }

    private static Meaning enter(Pinning pinning, Site site) {
        Expr live = Tla.eq(MODULE, Tla.str("live"));
        if (pinning == Pinning.NONE) {
            return Meaning.doing().waitingFor(live);
        }
        Meaning entered = Meaning.doing(Tla.assign("refs", Tla.plus(REFS, Tla.num(1)))).waitingFor(live);
        return site.facts().limits().moduleReferences() ? entered.unless(tooMany(site)) : entered;
    }

    private static Meaning get(Micro.ModuleGet micro, Site site) {
        Expr alive = Tla.and(
                Tla.in(MODULE, Facts.strings(List.of("coming", "live"))), Tla.gt(REFS, Tla.num(0)));
        Course got = Course.way(Exit.TRUE,
                and(Tla.assign("refs", Tla.plus(REFS, Tla.num(1))), site.into(micro.into(), Tla.num(1))));
        Course risked = site.facts().limits().moduleReferences() ? new Course.Risky(tooMany(site), got) : got;
        Course refused = Course.way(Exit.FALSE, site.into(micro.into(), Tla.num(0)));
        return Meaning.of(new Course.Decided(alive, risked, refused));
    }

    private static List<Expr> and(Expr first, List<Expr> more) {
        List<Expr> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        return all;
    }
}
