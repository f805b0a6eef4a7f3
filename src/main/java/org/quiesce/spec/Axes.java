package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Micro.DrainedFor;
import org.quiesce.protocol.step.TaskMicro;
import org.quiesce.protocol.step.WorkMicro;
import org.quiesce.protocol.step.WorkerMicro;

/** On which differences between kernels a specification depends. */
final class Axes {

    private Axes() {}

    /** In the order in which they are declared. */
    static List<Axis> of(Facts facts) {
        List<Axis> axes = new ArrayList<>();
        boolean notifies = facts.lowered().does(Micro.StopNotify.class) && !facts.lowered().kthreads().isEmpty();
        boolean notifiesOfIrq = facts.micros().anyMatch(m -> m instanceof CallbackMicro.IrqThreadNotify stop
                && facts.indices("notified").contains(stop.callback()));
        if (notifies || notifiesOfIrq) {
            axes.add(Axis.STOP_SETS_NOTIFY_SIGNAL);
        }
        if (facts.lowered().does(Micro.Refrigerate.class)) {
            axes.add(Axis.FREEZER_USES_TASK_FROZEN);
        }
        if (facts.lowered().does(TaskMicro.RebindParked.class)) {
            axes.add(Axis.UNPARK_ONLY_IF_PARK_BIT);
        }
        if (facts.hasVariable("inPlace")) {
            axes.add(Axis.THAW_RESTORES_SLEEP);
        }
        if (!facts.lowered().oopsing().isEmpty()) {
            axes.add(Axis.RESULT_IN_KTHREAD);
        }
        if (facts.lowered().does(Micro.BindTask.class) && !facts.lowered().kthreads().isEmpty()) {
            axes.add(Axis.BIND_WARNS_OF_STARTED);
        }
        if (facts.lowered().does(WorkerMicro.WorkerStart.class)) {
            axes.add(Axis.CREATE_WORKER_WAKES);
        }
        if (facts.micros().anyMatch(m -> m instanceof WorkerMicro.WorkerFree free
                && free.works().stream().anyMatch(facts.indices("timed")::contains))) {
            axes.add(Axis.DESTROY_WORKER_SEES_DELAYED);
        }
        if (facts.micros().anyMatch(m -> m instanceof Micro.DrainWait wait && wait.purpose() == DrainedFor.DESTRUCTION)) {
            axes.add(Axis.DRAINED_QUEUE_REJECTS);
        }
        if (facts.micros().flatMap(Axes::whetherPends).anyMatch(facts.indices("cancelling")::contains)
                || facts.micros().flatMap(Axes::cancelled).anyMatch(facts.limits()::cancelTogether)) {
            axes.add(Axis.CANCELLED_WORK_PENDS);
        }
        if (facts.lowered().programs().stream().anyMatch(p -> p.isKthread()
                && facts.hasVariable("shouldPark", p)
                && p.steps().stream().anyMatch(s -> s.does(Micro.WokenTest.class)))) {
            axes.add(Axis.WAIT_WOKEN_TESTS_PARK);
        }
        if (notifiesOfIrq || facts.micros().anyMatch(m -> m instanceof CallbackMicro.IrqThreadWake stop
                && facts.indices("state").contains(stop.callback()))) {
            axes.add(Axis.FREE_IRQ_AWAITS_THREAD);
        }
        return axes;
    }

    /** The work of which a micro asks whether it is pending. */
    private static Stream<String> whetherPends(Micro micro) {
        return micro instanceof Micro.DelayModify modify && modify.into().isPresent() ? Stream.of(modify.work())
                : micro instanceof WorkMicro.ReadBusy busy ? Stream.of(busy.work())
                : micro instanceof Micro.Test test && test.atom() instanceof Condition.WorkPending pending
                        ? Stream.of(pending.work())
                        : Stream.empty();
    }

    /** The work that a micro begins to cancel. */
    private static Stream<String> cancelled(Micro micro) {
        return micro instanceof Micro.CancelBegin begin ? Stream.of(begin.callback())
                : micro instanceof WorkMicro.Disable disable ? Stream.of(disable.work()) : Stream.empty();
    }

    /** The meaning of an axis, short enough to stand beside it. */
    static String meaning(Axis axis) {
        return switch (axis) {
            case STOP_SETS_NOTIFY_SIGNAL -> "kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)";
            case FREEZER_USES_TASK_FROZEN -> "frozen threads sleep in TASK_FROZEN (Linux 6.1 and later)";
            case RESULT_IN_KTHREAD -> "kthread_stop() returns what is kept in struct kthread (Linux 5.17 and later)";
            case WAIT_WOKEN_TESTS_PARK -> "wait_woken() does not sleep when a park was requested";
            default -> axis.meaning();
        };
    }
}
