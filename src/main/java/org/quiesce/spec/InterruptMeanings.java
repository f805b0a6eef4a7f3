package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Timers that are not waited for, interrupts that are off for a while, and asynchronous function calls. */
final class InterruptMeanings {

    private InterruptMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return micro instanceof CallbackMicro callback ? Optional.of(of(callback, site)) : Optional.empty();
    }

    private static Meaning of(CallbackMicro micro, Site site) {
        if (micro instanceof CallbackMicro.TimerStart m) {
            return start(m, site);
        } else if (micro instanceof CallbackMicro.TryDelete m) {
            CallbackView timer = site.callback(m.callback());
            Expr idle = timer.isAtRest();
            List<Expr> writes = new ArrayList<>(List.of(timer.set("armed", Tla.and(timer.of("armed"), Tla.not(idle)))));
            writes.addAll(site.into(m.into(), Tla.ifThenElse(idle, Site.oneIf(timer.of("armed")), Tla.negate(Tla.num(1)))));
            return Meaning.doing(writes);
        } else if (micro instanceof CallbackMicro.ShutdownAtOnce m) {
            CallbackView timer = site.callback(m.callback());
            List<Expr> writes = new ArrayList<>(List.of(
                    timer.set("armed", Tla.FALSE), timer.set("shutdown", Tla.TRUE)));
            writes.addAll(site.into(m.into(), Site.oneIf(timer.of("armed"))));
            return Meaning.doing(writes);
        } else if (micro instanceof CallbackMicro.IrqFree m) {
            return free(m, site);
        } else if (micro instanceof CallbackMicro.NotifierRegister m) {
            CallbackView notifier = site.callback(m.callback());
            return Meaning.doing(
                    Tla.assign("warned", Tla.or(Tla.name("warned"), notifier.of("armed"))),
                    notifier.set("armed", Tla.TRUE));
        } else if (micro instanceof CallbackMicro.IrqDisable m) {
            CallbackView handler = site.callback(m.callback());
            Meaning disabled = Meaning.doing(handler.set("disabled", Tla.plus(Tla.OLD, Tla.num(1))));
            return site.facts().limits().disablings(m.callback())
                    ? disabled.unless(Fault.when(
                            Tla.eq(handler.of("disabled"), site.kernel().name(Operator.DISABLED_MAX)),
                            Bounds.BOUND_FAULT))
                    : disabled;
        } else if (micro instanceof CallbackMicro.IrqEnable m) {
            CallbackView handler = site.callback(m.callback());
            return Meaning.of(new Course.Decided(
                    Tla.gt(handler.of("disabled"), Tla.num(0)),
                    Course.next(handler.set("disabled", Tla.minus(Tla.OLD, Tla.num(1)))),
                    Course.next(Tla.assign("warned", Tla.TRUE))));
        } else if (micro instanceof CallbackMicro.TaskletEnable m) {
            CallbackView tasklet = site.callback(m.callback());
            return Meaning.doing(tasklet.set("disabled", Tla.minus(Tla.OLD, Tla.num(1))))
                    .unless(Fault.when(Tla.eq(tasklet.of("disabled"), Tla.num(0)), Bounds.BOUND_FAULT));
        } else if (micro instanceof CallbackMicro.IrqThreadNotify m) {
            CallbackView thread = site.callback(m.callback());
            // Nothing else raises the flag: where this does not, it is FALSE.
            return thread.has("notified")
                    ? Meaning.doing(thread.set("notified", Tla.and(
                            Tla.name(Axis.STOP_SETS_NOTIFY_SIGNAL.constant()), Tla.not(awaitsThread()))))
                    : Meaning.doing();
        } else if (micro instanceof CallbackMicro.IrqThreadWake m) {
            return site.callback(m.callback()).has("state")
                    ? Meaning.of(new Course.Decided(awaitsThread(), Course.next(),
                            Course.next(site.kernel().call(Operator.WAKE, Tla.name(m.callback())))))
                    : Meaning.doing();
        } else if (micro instanceof CallbackMicro.AsyncSchedule m) {
            CallbackView function = site.callback(m.callback());
            Meaning scheduled = Meaning.doing(function.set("armed", Tla.TRUE));
            return site.facts().limits().asyncs(m.callback())
                    ? scheduled.unless(Fault.when(function.of("armed"), Bounds.BOUND_FAULT))
                    : scheduled;
        } else if (micro instanceof CallbackMicro.AsyncWait m) {
            List<Expr> over = CallbackView.each(m.callbacks(), site.facts(),
                    function -> Tla.not(site.kernel().call(Operator.BUSY, Tla.name(function.name()))));
            return over.isEmpty() ? Meaning.doing() : Meaning.doing().waitingFor(Tla.and(over));
        }
        throw new AssertionError(micro);
    }

    private static Expr awaitsThread() {
        return Tla.name(Axis.FREE_IRQ_AWAITS_THREAD.constant());
    }

    /** One at a time, and each request once. */
    private static Meaning free(CallbackMicro.IrqFree micro, Site site) {
        CallbackView handler = site.callback(micro.callback());
        List<Expr> free = new ArrayList<>();
        for (LoweredProgram program : site.facts().lowered().programs()) {
            List<String> freeing = program.freeing(micro.callback());
            boolean another = !program.equals(site.program()) || program.contexts().size() > 1;
            if (another && !freeing.isEmpty()) {
                // Who is about to begin is at none of these labels.
                free.addAll(program.contexts().stream()
                        .map(c -> Facts.isNoneOf(Tla.at("pc", Tla.name(c)), freeing))
                        .toList());
            }
        }
        Meaning freed = Meaning.of(new Course.Decided(
                handler.of("armed"),
                Course.next(handler.set("armed", Tla.FALSE)),
                Course.way(Exit.FALSE, Tla.assign("warned", Tla.TRUE))));
        return free.isEmpty() ? freed : freed.waitingFor(Tla.and(free));
    }

    /** One that is shut down stays as it is, which is not armed. */
    private static Meaning start(CallbackMicro.TimerStart micro, Site site) {
        CallbackView timer = site.callback(micro.timer());
        Expr armed = timer.has("shutdown") ? Tla.or(Tla.OLD, Tla.not(timer.of("shutdown"))) : Tla.TRUE;
        List<Expr> writes = new ArrayList<>(List.of(timer.set("armed", armed)));
        writes.addAll(site.into(micro.into(), Site.oneIf(timer.of("armed"))));
        return Meaning.doing(writes);
    }
}
