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
        } else if (micro instanceof Micro.FreeText) {
            return Optional.of(Meaning.doing(becomes("freed")));
        } else if (micro instanceof Micro.TaskEnter m) {
            return Optional.of(enter(m, site));
        } else if (micro instanceof Micro.TaskLeave m) {
            return Optional.of(m.pinning() == Pinning.OWNER ? leave(site) : Meaning.doing());
        } else if (micro instanceof Micro.ModuleGet m) {
            return Optional.of(get(m, site));
        } else if (micro instanceof Micro.ModulePut) {
            return Optional.of(Meaning.doing(put(site)).unless(freed(site)));
        } else if (micro instanceof Micro.UncheckedModuleGet) {
            List<Fault> faults = new ArrayList<>(freed(site));
            if (site.facts().limits().moduleReferences()) {
                faults.add(tooMany(site));
            }
            return Optional.of(Meaning.doing(Tla.assign("refs", Tla.plus(REFS, Tla.num(1)))).unless(faults));
        }
        return Optional.empty();
    }

    /** From module text nobody gets here when it is freed. */
    private static List<Fault> freed(Site site) {
        return site.step().frame() == Frame.CORE ? List.of(IS_FREED) : List.of();
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
        List<Expr> live = new ArrayList<>(List.of(becomes("live")));
        if (site.facts().hasVariable("initText")) {
            live.add(Tla.assign("initText", Tla.str("unneeded")));
        }
        live.addAll(dropped);
        Course loaded = Course.way(Exit.TRUE, live);
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
            return going.waitingFor(isLive(site));
        } else if (!site.facts().limits().moduleReferencesRunOut()) {
            return going.waitingFor(forced ? isLive(site) : isLive(site, Tla.eq(REFS, Tla.num(1))));
        }
        return going.waitingFor(forced ? isLive(site) : isLive(site, Tla.le(REFS, Tla.num(1))))
                .unless(Fault.when(Tla.eq(REFS, Tla.num(0)), Outcome.REFCOUNT.code()));
    }

    /** The last reference, which is the module's own, is taken back even then. */
    private static Expr refsAfterForce() {
        return Tla.ifThenElse(Tla.gt(REFS, Tla.num(1)), REFS, Tla.num(0));
    }

    /** That the module is live, with what else somebody from user space waits for, who must not be frozen there. */
    private static Expr isLive(Site site, Expr... more) {
        List<Expr> all = new ArrayList<>(List.of(IS_LIVE));
        all.addAll(List.of(more));
        if (site.facts().hasVariable("usersFrozen")) {
            all.add(Tla.not(Tla.name("usersFrozen")));
        }
        return Tla.and(all);
    }

    private static Meaning enter(Micro.TaskEnter micro, Site site) {
        List<Expr> waits = new ArrayList<>(List.of(micro.file().map(FileMeanings::isRegistered).orElse(IS_LIVE)));
        List<Fault> faults = new ArrayList<>();
        if (micro.pinning() == Pinning.OWNER && micro.file().isPresent()) {
            waits.add(Tla.in(MODULE, Facts.strings(List.of("coming", "live", "freed"))));
            faults.add(IS_FREED);
        }
        if (micro.pinning() == Pinning.OWNER && site.facts().limits().moduleReferencesRunOut()) {
            Expr left = Tla.gt(REFS, Tla.num(0));
            waits.add(micro.file().isPresent() ? Tla.or(IS_FREED.condition(), left) : left);
        }
        if (site.facts().hasVariable("usersFrozen")) {
            waits.add(Tla.not(Tla.name("usersFrozen")));
        }
        if (micro.pinning() == Pinning.NONE) {
            return Meaning.doing().waitingFor(Tla.and(waits));
        }
        if (site.facts().limits().moduleReferences()) {
            faults.add(tooMany(site));
        }
        return Meaning.doing(Tla.assign("refs", Tla.plus(REFS, Tla.num(1)))).waitingFor(Tla.and(waits)).unless(faults);
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
