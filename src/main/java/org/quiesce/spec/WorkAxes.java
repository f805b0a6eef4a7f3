package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Micro.DrainedFor;

/** On which differences between kernels the work of a protocol depends. */
final class WorkAxes {

    private WorkAxes() {}

    static List<Axis> of(Facts facts) {
        List<Axis> axes = new ArrayList<>();
        if (facts.lowered().does(Micro.WorkerStart.class)) {
            axes.add(Axis.CREATE_WORKER_WAKES);
        }
        if (facts.micros().anyMatch(m -> m instanceof Micro.WorkerFree free
                && free.works().stream().anyMatch(facts.indices("timed")::contains))) {
            axes.add(Axis.DESTROY_WORKER_SEES_DELAYED);
        }
        if (facts.micros().anyMatch(m -> m instanceof Micro.DrainWait wait && wait.purpose() == DrainedFor.DESTRUCTION)) {
            axes.add(Axis.DRAINED_QUEUE_REJECTS);
        }
        return axes;
    }
}
