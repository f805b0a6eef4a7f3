package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Loading and unloading the module, and references on it. */
final class ModuleMeanings {

    private static final Expr MODULE = Tla.name("module");
    private static final Expr REFS = Tla.name("refs");
    private static final Expr IS_LIVE = Tla.eq(MODULE, Tla.str("live"));
    private static final Fault IS_FREED = Fault.when(Tla.eq(MODULE, Tla.str("freed")), Outcome.KASAN_UAF.code());

    private ModuleMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.InitReturn m) {
            return Optional.of(initReturn(m.code(), site));
        } else if (micro instanceof Micro.UnloadRequest m) {
            return Optional.of(unload(m.unloading(), site));
        } else if (micro instanceof Micro.RcuBegin m) {
            return Optional.of(rcuBegin(m.contexts(), site));
        } else if (micro instanceof Micro.RcuWait) {
            return Optional.of(rcuWait(site));
        } else if (micro instanceof Micro.FreeText) {
            return Optional.of(Meaning.doing(becomes("freed")));
        } else if (micro instanceof Micro.TaskEnter m) {
            return Optional.of(enter(m.pinning(), site));
        } else if (micro instanceof Micro.TaskLeave m) {
            return Optional.of(m.pinning() == Pinning.OWNER ? leave(site) : Meaning.doing());
        } else if (micro instanceof Micro.ModuleGet m) {
            return Optional.of(get(m, site));
        } else if (micro instanceof Micro.ModulePut) {
            Meaning put = Meaning.doing(put(site));
            // From module text nobody gets here when it is freed.
            return Optional.of(site.step().frame() == Frame.CORE ? put.unless(IS_FREED) : put);
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
        if (!site.facts().limits().moduleReferencesRunOut()) {
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

    private static Meaning unload(Unloading unloading, Site site) {
        boolean forced = unloading == Unloading.FORCED;
        List<Expr> writes = new ArrayList<>(List.of(becomes("going")));
        if (counts(site)) {
            writes.add(Tla.assign("refs", forced ? refsAfterForce() : Tla.num(0)));
        }
        if (site.has("signals")) {
            writes.add(site.setOwn("signals", Tla.FALSE));
        }
        Meaning going = Meaning.doing(writes);
        if (!counts(site)) {
            return going.waitingFor(IS_LIVE);
        } else if (!site.facts().limits().moduleReferencesRunOut()) {
            return going.waitingFor(forced ? IS_LIVE : Tla.and(IS_LIVE, Tla.eq(REFS, Tla.num(1))));
        }
        return going.waitingFor(forced ? IS_LIVE : Tla.and(IS_LIVE, Tla.le(REFS, Tla.num(1))))
                .unless(Fault.when(Tla.eq(REFS, Tla.num(0)), Outcome.REFCOUNT.code()));
    }

    /** The last reference, which is the module's own, is taken back even then. */
    private static Expr refsAfterForce() {
        return Tla.ifThenElse(Tla.gt(REFS, Tla.num(1)), REFS, Tla.num(0));
    }

    private static Meaning rcuBegin(List<String> contexts, Site site) {
        Expr reading = site.kernel().call(Operator.READING, Tla.name("c"));
        return Meaning.doing(Tla.assign(
                "readers", Tla.filter("c", site.facts().setOf(contexts, site.kernel()), reading)));
    }

    /** Each time that readers become quiet the rest is waited for; of one there is no rest. */
    private static Meaning rcuWait(Site site) {
        Expr readers = Tla.name("readers");
        Expr quiet = site.kernel().name(Operator.QUIET);
        if (site.facts().rcuReaders().size() == 1) {
            return Meaning.doing(Tla.assign("readers", Tla.set())).waitingFor(Tla.eq(readers, quiet));
        }
        Expr left = Tla.assign("readers", Tla.difference(readers, quiet));
        return Meaning.of(new Course.Decided(
                        Tla.eq(readers, quiet), Course.way(Exit.NEXT, left), Course.way(Exit.TRUE, left)))
                .waitingFor(Tla.or(Tla.eq(readers, Tla.set()), Tla.neq(quiet, Tla.set())));
    }

    private static Meaning enter(Pinning pinning, Site site) {
        if (pinning == Pinning.NONE) {
            return Meaning.doing().waitingFor(IS_LIVE);
        }
        Meaning entered = Meaning.doing(Tla.assign("refs", Tla.plus(REFS, Tla.num(1))))
                .waitingFor(site.facts().limits().moduleReferencesRunOut()
                        ? Tla.and(IS_LIVE, Tla.gt(REFS, Tla.num(0)))
                        : IS_LIVE);
        return site.facts().limits().moduleReferences() ? entered.unless(tooMany(site)) : entered;
    }

    private static Meaning leave(Site site) {
        Meaning left = Meaning.doing(put(site));
        return site.facts().limits().pinsInVain() ? left.unless(IS_FREED) : left;
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
