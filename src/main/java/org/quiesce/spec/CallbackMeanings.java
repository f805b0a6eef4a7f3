package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Functions that the kernel calls back: arming them, disarming them, and waiting for them. */
final class CallbackMeanings {

    private CallbackMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.CallbackStart m) {
            return Optional.of(start(m.kind(), site));
        } else if (micro instanceof Micro.CallbackArm m) {
            return Optional.of(arm(m, site));
        } else if (micro instanceof Micro.RequestIrq m) {
            return Optional.of(request(m, site));
        } else if (micro instanceof Micro.CallbackDisarm m) {
            List<Expr> writes = new ArrayList<>(List.of(disarmed(m.callback())));
            writes.addAll(site.into(m.into(), Tla.ifThenElse(of("armed", m.callback()), Tla.num(1), Tla.num(0))));
            return Optional.of(Meaning.doing(writes));
        } else if (micro instanceof Micro.CallbackDelete m) {
            return Optional.of(Meaning.doing(disarmed(m.callback())).waitingFor(isAtRest(m.callback())));
        } else if (micro instanceof Micro.CallbackShutdown m) {
            Expr shutDown = Tla.assignAt("shutdown", Tla.name(m.callback()), Tla.TRUE);
            return Optional.of(Meaning.doing(disarmed(m.callback()), shutDown).waitingFor(isAtRest(m.callback())));
        } else if (micro instanceof Micro.CancelBegin m) {
            return Optional.of(cancel(m.callback(), site));
        } else if (micro instanceof Micro.CallbackWait m) {
            return Optional.of(Meaning.doing().waitingFor(isAtRest(m.callback())));
        } else if (micro instanceof Micro.CancelEnd m) {
            return Optional.of(Meaning.doing(cancelling(m.callback(), Tla.minus(Tla.OLD, Tla.num(1)))));
        } else if (micro instanceof Micro.TaskletClaim m) {
            Expr unclaimed = Tla.eq(of("cancelling", m.callback()), Tla.num(0));
            return Optional.of(Meaning.doing(cancelling(m.callback(), Tla.num(1)))
                    .waitingFor(Tla.and(Tla.not(of("armed", m.callback())), unclaimed)));
        } else if (micro instanceof Micro.BarrierBegin m) {
            Expr instances = site.kernel().call(Operator.INSTANCES, Tla.name(m.callback()));
            return Optional.of(Meaning.doing(Tla.assignAt("awaited", Tla.name(m.callback()), instances)));
        } else if (micro instanceof Micro.BarrierWait m) {
            return Optional.of(Meaning.doing().waitingFor(Tla.eq(of("awaited", m.callback()), Tla.num(0))));
        } else if (micro instanceof Micro.CallbackReturn) {
            return Optional.of(site.has("awaited") ? Meaning.doing(oneLessAwaited(site)) : Meaning.doing());
        }
        return Optional.empty();
    }

    /** Called once for each time that it was armed; an interrupt stays requested. */
    private static Meaning start(CallbackKind kind, Site site) {
        Meaning called = kind == CallbackKind.IRQ ? Meaning.doing() : Meaning.doing(site.setOwn("armed", Tla.FALSE));
        return called.waitingFor(site.own("armed"));
    }

    private static Meaning request(Micro.RequestIrq micro, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(Tla.assignAt("armed", Tla.name(micro.callback()), Tla.TRUE)));
        writes.addAll(site.into(micro.into(), Tla.num(0)));
        Course granted = Course.way(Exit.NEXT, writes);
        if (micro.failure() == Failure.ASSUMED_AWAY) {
            return Meaning.of(granted);
        }
        Course failed = Course.way(Exit.FAILED, site.into(micro.into(), Tla.num(Errno.ENOMEM.negative())));
        return Meaning.of(new Course.Open(List.of(granted, failed)));
    }

    /** Where the kernel ignores it, what is armed (if it can be, then) stays so. */
    private static Meaning arm(Micro.CallbackArm micro, Site site) {
        Expr armed = of("armed", micro.callback());
        Expr becomes = Tla.TRUE;
        Expr inVain = armed;
        if (site.facts().indices("shutdown").contains(micro.callback())) {
            Expr shutDown = of("shutdown", micro.callback());
            becomes = Tla.or(Tla.OLD, Tla.not(shutDown));
            inVain = Tla.or(armed, shutDown);
        } else if (site.facts().indices("cancelling").contains(micro.callback())) {
            Expr cancellers = of("cancelling", micro.callback());
            becomes = Tla.or(Tla.OLD, Tla.eq(cancellers, Tla.num(0)));
            inVain = Tla.or(armed, Tla.gt(cancellers, Tla.num(0)));
        }
        List<Expr> writes = new ArrayList<>(List.of(Tla.assignAt("armed", Tla.name(micro.callback()), becomes)));
        writes.addAll(site.into(micro.into(), Tla.ifThenElse(inVain, Tla.num(0), Tla.num(1))));
        return Meaning.doing(writes);
    }

    private static Meaning cancel(String callback, Site site) {
        Meaning cancelled = Meaning.doing(disarmed(callback), cancelling(callback, Tla.plus(Tla.OLD, Tla.num(1))));
        if (!site.facts().limits().cancellations(callback)) {
            return cancelled;
        }
        Expr most = site.kernel().name(Operator.CANCELLING_MAX);
        return cancelled.unless(Fault.when(Tla.eq(of("cancelling", callback), most), Bounds.BOUND_FAULT));
    }

    private static Expr oneLessAwaited(Site site) {
        return site.setOwn("awaited", Tla.ifThenElse(
                Tla.gt(Tla.OLD, Tla.num(0)), Tla.minus(Tla.OLD, Tla.num(1)), Tla.num(0)));
    }

    private static Expr of(String variable, String callback) {
        return Tla.at(variable, Tla.name(callback));
    }

    private static Expr disarmed(String callback) {
        return Tla.assignAt("armed", Tla.name(callback), Tla.FALSE);
    }

    private static Expr cancelling(String callback, Expr number) {
        return Tla.assignAt("cancelling", Tla.name(callback), number);
    }

    private static Expr isAtRest(String callback) {
        return Tla.eq(of("pc", callback), Tla.str(Label.IDLE));
    }
}
