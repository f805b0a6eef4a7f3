package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Stopping and waking threads, and references on them. */
final class StopMeanings {

    private StopMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.WakeTask m) {
            Expr task = site.task(m.task());
            List<Expr> writes = new ArrayList<>(List.of(site.kernel().call(Operator.WAKE, task)));
            writes.addAll(site.into(m.into(), woken(task, site.kernel().name(Operator.TASK_NORMAL), site)));
            return Optional.of(Meaning.doing(writes).unless(badTask(task, site)));
        } else if (micro instanceof Micro.GetTask m) {
            return Optional.of(get(m.task(), site));
        } else if (micro instanceof Micro.PutTask m) {
            return Optional.of(put(m.task(), site));
        } else if (micro instanceof Micro.StopGet m) {
            return Optional.of(get(m.task(), site));
        } else if (micro instanceof Micro.StopSet m) {
            return Optional.of(Meaning.doing(Tla.assignAt("shouldStop", site.task(m.task()), Tla.TRUE)));
        } else if (micro instanceof Micro.StopUnpark m) {
            return Optional.of(Meaning.doing(site.kernel().call(Operator.UNPARK, site.task(m.task()))));
        } else if (micro instanceof Micro.StopNotify m) {
            // Nothing clears the flag, and nothing else raises it: where stops do not, it is always FALSE.
            Expr raised = Tla.name(Axis.STOP_SETS_NOTIFY_SIGNAL.constant());
            return Optional.of(Meaning.doing(Tla.assignAt("notified", site.task(m.task()), raised)));
        } else if (micro instanceof Micro.StopWake m) {
            return Optional.of(Meaning.doing(site.kernel().call(Operator.WAKE, site.task(m.task()))));
        } else if (micro instanceof Micro.StopWait m) {
            return Optional.of(takeOne("exited", site.task(m.task())));
        } else if (micro instanceof Micro.StopReturn m) {
            return Optional.of(stopReturn(m, site));
        }
        return Optional.empty();
    }

    /** Wakes a task that must be there. */
    static Meaning wakeChecked(Expr task, Site site) {
        return Meaning.doing(site.kernel().call(Operator.WAKE, task)).unless(badTask(task, site));
    }

    /** 1 if a wake with the mask does something to the task, 0 otherwise. */
    static Expr woken(Expr task, Expr mask, Site site) {
        Expr matches = Tla.in(Tla.at("state", task), mask);
        Expr wakes = !site.facts().hasVariable("inPlace") ? matches : Tla.or(matches, Tla.parens(Tla.and(
                FreezerDefinitions.recordsWakes(task), Tla.in(Tla.str(TaskState.INTERRUPTIBLE.name()), mask))));
        return Site.oneIf(wakes);
    }

    /** What comes of touching a thread that is freed. */
    static Expr freed(Expr task, Facts facts) {
        Expr touched = Tla.str(Outcome.KASAN_UAF.code());
        return facts.hasVariable("reused")
                ? Tla.ifThenElse(Tla.at("reused", task), Tla.str(Outcome.WRONG_VICTIM.code()), touched)
                : touched;
    }

    static Fault badTask(Expr task, Site site) {
        return new Fault.Coded(site.kernel().call(Operator.BAD_TASK, task));
    }

    /** Waits for one more of a completion of a thread than was waited for. */
    static Meaning takeOne(String variable, Expr task) {
        return Meaning.doing(Tla.assignAt(variable, task, Tla.minus(Tla.OLD, Tla.num(1))))
                .waitingFor(Tla.gt(Tla.at(variable, task), Tla.num(0)));
    }

    private static Meaning get(TaskOperand operand, Site site) {
        Expr task = site.task(operand);
        Operator check = site.facts().limits().taskReferences() ? Operator.BAD_GET : Operator.BAD_TASK;
        return Meaning.doing(Tla.assignAt("usage", task, Tla.plus(Tla.OLD, Tla.num(1))))
                .unless(new Fault.Coded(site.kernel().call(check, task)));
    }

    private static Meaning put(TaskOperand operand, Site site) {
        Expr task = site.task(operand);
        Meaning put = LifeMeanings.putReference(task, site);
        List<Fault> faults = new ArrayList<>();
        if (!(operand instanceof TaskOperand.Self)) {
            faults.add(Fault.when(Tla.notIn(task, site.kernel().name(Operator.KTHREADS)), Outcome.NULL_DEREF.code()));
        }
        faults.addAll(putFaults(put, task, site));
        return put.unless(faults);
    }

    /** Of memory that is another task's a reference can well be dropped. */
    private static List<Fault> putFaults(Meaning put, Expr task, Site site) {
        List<Fault> faults = new ArrayList<>();
        if (site.facts().hasVariable("reused")) {
            faults.add(Fault.when(Tla.at("reused", task), Outcome.WRONG_VICTIM.code()));
        }
        faults.addAll(put.faults());
        return faults;
    }

    private static Meaning stopReturn(Micro.StopReturn micro, Site site) {
        Expr task = site.task(micro.task());
        Meaning put = LifeMeanings.putReference(task, site);
        List<Expr> writes = new ArrayList<>(((Course.Way) put.course()).writes());
        writes.addAll(site.into(micro.into(), Tla.at("result", task)));
        return Meaning.doing(writes).unless(putFaults(put, task, site));
    }
}
