package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Functions that the kernel calls back: arming them, disarming them, and waiting for them. */
final class CallbackMeanings {

    private CallbackMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.CallbackStart m) {
            return Optional.of(start(m, site));
        } else if (micro instanceof Micro.CallRegistered) {
            return Optional.of(Meaning.doing().waitingFor(site.own("armed")));
        } else if (micro instanceof Micro.CallbackArm m) {
            return Optional.of(arm(m, site));
        } else if (micro instanceof Micro.RequestIrq m) {
            return Optional.of(request(m, site));
        } else if (micro instanceof Micro.CallbackDisarm m) {
            return Optional.of(Meaning.doing(disarming(m.callback(), m.into(), site)));
        } else if (micro instanceof Micro.CallbackDelete m) {
            return Optional.of(Meaning.doing(disarming(m.callback(), m.into(), site))
                    .waitingFor(isAtRest(m.callback(), site)));
        } else if (micro instanceof Micro.CallbackShutdown m) {
            List<Expr> writes = disarming(m.callback(), m.into(), site);
            writes.add(1, Tla.assignAt("shutdown", Tla.name(m.callback()), Tla.TRUE));
            return Optional.of(Meaning.doing(writes).waitingFor(isAtRest(m.callback(), site)));
        } else if (micro instanceof Micro.CancelBegin m) {
            return Optional.of(cancel(m.callback(), m.timing(), m.into(), site));
        } else if (micro instanceof Micro.CallbackWait m) {
            return Optional.of(Meaning.doing().waitingFor(isAtRest(m.callback(), site)));
        } else if (micro instanceof Micro.CancelEnd m) {
            return Optional.of(end(m.callback(), site));
        } else if (micro instanceof Micro.TaskletClaim m) {
            Expr unclaimed = Tla.eq(of("cancelling", m.callback()), Tla.num(0));
            return Optional.of(Meaning.doing(cancelling(m.callback(), Tla.num(1)))
                    .waitingFor(Tla.and(Tla.not(of("armed", m.callback())), unclaimed)));
        } else if (micro instanceof Micro.IrqThreadStop m) {
            return Optional.of(Meaning.doing().waitingFor(
                    Tla.and(Tla.not(of("armed", m.callback())), isAtRest(m.callback(), site))));
        } else if (micro instanceof Micro.CallbackReturn) {
            return Optional.of(Meaning.doing(returned(site)));
        }
        return Optional.empty();
    }

    /**
     * Called once for each time that it was armed; an interrupt stays requested, and kthread work is taken off its queue by
     * the worker's thread.
     */
    private static Meaning start(Micro.CallbackStart micro, Site site) {
        CallbackView self = site.callback(site.program().contexts().get(0));
        Optional<Expr> current = self.current();
        if (current.isPresent()) {
            return Meaning.doing().waitingFor(Tla.eq(current.get(), site.self()));
        }
        List<Expr> waits = new ArrayList<>(List.of(site.own("armed")));
        if (site.has("ahead")) {
            waits.add(Tla.eq(site.own("ahead"), Tla.set()));
        }
        waits.addAll(CallbackView.each(micro.others(), site.facts(), CallbackView::isAtRest));
        if (site.has("disabled")) {
            waits.add(Tla.eq(site.own("disabled"), Tla.num(0)));
        }
        Meaning called = micro.kind() == CallbackKind.IRQ
                ? Meaning.doing()
                : Meaning.doing(FlushMeanings.begun(self, site));
        return called.waitingFor(Tla.and(waits));
    }

    private static Meaning request(Micro.RequestIrq micro, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(Tla.assignAt("armed", Tla.name(micro.callback()), Tla.TRUE)));
        if (site.callback(micro.callback()).has("disabled")) {
            writes.add(site.callback(micro.callback()).set("disabled", Tla.num(0)));
        }
        site.facts().lowered().protocol().irqThread(micro.callback())
                .map(site::callback)
                .filter(thread -> thread.has("notified"))
                .ifPresent(thread -> writes.add(thread.set("notified", Tla.FALSE)));
        writes.addAll(site.into(micro.into(), Tla.num(0)));
        Course granted = Course.way(Exit.NEXT, writes);
        Course failed = Course.way(Exit.FAILED, site.into(micro.into(), Tla.num(Errno.ENOMEM.negative())));
        Meaning requested = Meaning.of(
                micro.failure() == Failure.ASSUMED_AWAY ? granted : new Course.Open(List.of(granted, failed)));
        return site.facts().limits().requests(micro.callback())
                ? requested.unless(Fault.when(of("armed", micro.callback()), Bounds.BOUND_FAULT))
                : requested;
    }

    /** Where the kernel ignores it, what is armed (if it can be, then) stays so. */
    private static Meaning arm(Micro.CallbackArm micro, Site site) {
        CallbackView callback = site.callback(micro.callback());
        List<Expr> allows = new ArrayList<>();
        List<Expr> inVain = new ArrayList<>(List.of(callback.of("armed")));
        callback.isForbidden().ifPresent(forbidden -> {
            allows.add(Tla.eq(callback.of("cancelling"), Tla.num(0)));
            inVain.add(forbidden);
        });
        callback.isOnTimer().ifPresent(onTimer -> {
            allows.add(Tla.neq(callback.of("timed"), Tla.str("on")));
            inVain.add(onTimer);
        });
        Expr becomes = switch (allows.size()) {
            case 0 -> Tla.TRUE;
            case 1 -> Tla.or(Tla.OLD, allows.get(0));
            default -> Tla.or(Tla.OLD, Tla.parens(Tla.and(allows)));
        };
        List<Expr> writes = new ArrayList<>(List.of(callback.set("armed", becomes)));
        writes.addAll(site.into(micro.into(), Tla.ifThenElse(Tla.or(inVain), Tla.num(0), Tla.num(1))));
        return Meaning.doing(writes);
    }

    /** Only where somebody enables or initialises the item at a wrong time can there be nothing to take back. */
    private static Meaning end(String name, Site site) {
        Course ended = Course.next(cancelling(name, Tla.minus(Tla.OLD, Tla.num(1))));
        return Meaning.of(site.facts().limits().cancellationsRunOut(name)
                ? new Course.Decided(Tla.gt(of("cancelling", name), Tla.num(0)), ended,
                        Course.next(Tla.assign("warned", Tla.TRUE)))
                : ended);
    }

    /** That whoever cancels an item need not wait until somebody else has; nothing if there never is anybody else. */
    static Optional<Expr> isAlone(CallbackView work) {
        return work.facts().limits().cancelTogether(work.name())
                ? Optional.of(Tla.implies(
                        Tla.name(Axis.CANCELLED_WORK_PENDS.constant()), Tla.eq(work.of("cancelling"), Tla.num(0))))
                : Optional.empty();
    }

    /** Takes an item, and forbids that it is queued. */
    static Meaning cancel(String name, Timing timing, Optional<String> into, Site site) {
        CallbackView work = site.callback(name);
        Meaning waiting = WorkMeanings.taking(
                work, timing, into, site, cancelling(work.name(), Tla.plus(Tla.OLD, Tla.num(1))));
        Optional<Expr> alone = isAlone(work);
        if (alone.isPresent()) {
            waiting = waiting.waitingFor(Tla.and(Stream.concat(
                    waiting.guard().stream(), alone.map(Tla::parens).stream()).toList()));
        }
        if (!site.facts().limits().cancellations(work.name())) {
            return waiting;
        }
        Expr most = site.kernel().name(Operator.CANCELLING_MAX);
        return waiting.unless(Fault.when(Tla.eq(work.of("cancelling"), most), Bounds.BOUND_FAULT));
    }

    private static List<Expr> returned(Site site) {
        List<Expr> writes = new ArrayList<>();
        if (site.has("behindRunning")) {
            writes.add(site.setOwn("behindRunning", Tla.set()));
        }
        site.callback(site.program().contexts().get(0)).worker().ifPresent(worker ->
                writes.add(Tla.assign(worker.running(), Tla.name(Vocabulary.NONE))));
        return writes;
    }

    private static List<Expr> disarming(String callback, Optional<String> into, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(disarmed(callback)));
        writes.addAll(site.into(into, Site.oneIf(of("armed", callback))));
        return writes;
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

    private static Expr isAtRest(String callback, Site site) {
        return site.callback(callback).isAtRest();
    }
}
