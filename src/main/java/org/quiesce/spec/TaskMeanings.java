package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SignalOperation;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.TaskMicro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Reads of threads, marks on them, and what the running thread says of itself. */
final class TaskMeanings {

    private TaskMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return micro instanceof TaskMicro task ? Optional.of(of(task, site)) : Optional.empty();
    }

    private static Meaning of(TaskMicro micro, Site site) {
        if (micro instanceof TaskMicro.ReadTask m) {
            return Meaning.doing().unless(StopMeanings.badTask(site.task(m.task()), site));
        } else if (micro instanceof TaskMicro.ReadShouldPark m) {
            return read("shouldPark", site.task(m.task()), m.into(), site);
        } else if (micro instanceof TaskMicro.WakeState m) {
            Expr task = site.task(m.task());
            Expr mask = QueueMeanings.mask(m.mask(), site);
            List<Expr> writes = new ArrayList<>(List.of(site.kernel().call(Operator.WAKE_STATE, task, mask)));
            writes.addAll(site.into(m.into(), StopMeanings.woken(task, mask, site)));
            return Meaning.doing(writes).unless(StopMeanings.badTask(task, site));
        } else if (micro instanceof TaskMicro.PreferAffinity m) {
            return prefer(m, site);
        } else if (micro instanceof TaskMicro.SetPerCpu m) {
            Expr task = site.task(m.task());
            return Meaning.doing(
                            Tla.assign("warned", Tla.or(Tla.name("warned"), Tla.not(Tla.at("cpuBound", task)))),
                            Tla.assignAt("perCpu", task, bool(m.marked())))
                    .unless(StopMeanings.badTask(task, site));
        } else if (micro instanceof TaskMicro.ReadPerCpu m) {
            return read("perCpu", site.task(m.task()), m.into(), site);
        } else if (micro instanceof TaskMicro.RebindParked m) {
            return rebind(site.task(m.task()), site);
        } else if (micro instanceof TaskMicro.AssociateBlkcg m) {
            return Meaning.doing(site.setOwn("blkcg", bool(m.attached())));
        } else if (micro instanceof TaskMicro.UseMm) {
            return adopt(site.own("adopted"), Tla.TRUE, site);
        } else if (micro instanceof TaskMicro.UnuseMm) {
            return adopt(Tla.not(site.own("adopted")), Tla.FALSE, site);
        } else if (micro instanceof TaskMicro.ExitMm) {
            return Meaning.doing().unless(Fault.when(site.own("adopted"), Outcome.REFCOUNT.code()));
        }
        throw new AssertionError(micro);
    }

    private static Meaning adopt(Expr isWrong, Expr has, Site site) {
        return Meaning.doing(
                Tla.assign("warned", Tla.or(Tla.name("warned"), isWrong)), site.setOwn("adopted", has));
    }

    private static Expr bool(FlagValue value) {
        return Tla.bool(value == FlagValue.TRUE);
    }

    /** A bit of a thread, which must be there; where nobody ever sets it there is no such variable. */
    private static Meaning read(String variable, Expr task, Optional<String> into, Site site) {
        Expr bit = site.facts().hasVariable(variable)
                ? Site.oneIf(Tla.at(variable, task))
                : Tla.num(0);
        return Meaning.doing(site.into(into, bit)).unless(StopMeanings.badTask(task, site));
    }

    /** As binding it, of a thread that was never woken; one that is about to sleep is waited for. */
    private static Meaning prefer(TaskMicro.PreferAffinity micro, Site site) {
        Expr task = site.task(micro.task());
        Fault bad = StopMeanings.badTask(task, site);
        Expr unborn = Tla.and(Tla.eq(Tla.at("pc", task), Tla.str(Label.BORN)), Tla.at("asleep", task));
        List<Expr> refused = new ArrayList<>(List.of(Tla.assign("warned", Tla.TRUE)));
        refused.addAll(site.into(micro.into(), Tla.num(Errno.EINVAL.negative())));
        return Meaning.of(new Course.Decided(
                        unborn,
                        Course.way(Exit.NEXT, site.into(micro.into(), Tla.num(0))),
                        Course.way(Exit.NEXT, refused)))
                .waitingFor(Tla.implies(
                        Tla.eq(bad.code(), Tla.str(Vocabulary.NONE)), site.kernel().call(Operator.INACTIVE, task)))
                .unless(bad);
    }

    /** Of a thread that is marked and asked to park: once it is off its CPU, parked or not. */
    private static Meaning rebind(Expr task, Site site) {
        Fault bad = StopMeanings.badTask(task, site);
        Expr always = Tla.not(Tla.name(Axis.UNPARK_ONLY_IF_PARK_BIT.constant()));
        Expr asked = site.facts().hasVariable("shouldPark")
                ? Tla.parens(Tla.or(always, Tla.at("shouldPark", task)))
                : always;
        Expr concerned = Tla.and(Tla.at("perCpu", task), asked);
        Expr parked = Tla.eq(Tla.at("state", task), Tla.str("PARKED"));
        Expr off = Tla.implies(Tla.and(concerned, parked), Tla.at("asleep", task));
        Expr notParked = Tla.neq(Tla.at("state", task), Tla.str("PARKED"));
        return Meaning.doing(Tla.assign("warned", Tla.or(Tla.name("warned"), Tla.parens(Tla.and(concerned, notParked)))))
                .waitingFor(Tla.implies(Tla.eq(bad.code(), Tla.str(Vocabulary.NONE)), Tla.parens(off)))
                .unless(bad);
    }
}
