package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.TaskMicro;
import org.quiesce.tla.Tla;

/**
 * Calls about a thread in a protocol that has none: no pointer ever leads to one, so that the first access faults and
 * nothing after it can happen. There are no variables of threads to say more about.
 */
final class ThreadlessMeanings {

    private static final List<Class<? extends Micro>> ACCESSES = List.of(
            Micro.WakeNew.class, Micro.WakeTask.class, Micro.GetTask.class, Micro.PutTask.class, Micro.StopGet.class,
            Micro.ParkTest.class, Micro.Unpark.class, Micro.SendSignal.class, Micro.KillProcess.class, Micro.BindTask.class,
            TaskMicro.ReadTask.class, TaskMicro.ReadShouldPark.class, TaskMicro.WakeState.class,
            TaskMicro.PreferAffinity.class, TaskMicro.SetPerCpu.class, TaskMicro.ReadPerCpu.class,
            TaskMicro.RebindParked.class);

    private static final List<Class<? extends Micro>> LATER = List.of(
            Micro.StopSet.class, Micro.StopUnpark.class, Micro.StopNotify.class, Micro.StopWake.class,
            Micro.StopWait.class, Micro.StopReturn.class, Micro.ParkBusyTest.class, Micro.ParkSet.class,
            Micro.ParkTestAndSet.class, Micro.ParkWake.class, Micro.ParkWait.class, Micro.ParkVerify.class);

    private ThreadlessMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (!site.facts().lowered().kthreads().isEmpty()) {
            return Optional.empty();
        } else if (ACCESSES.stream().anyMatch(kind -> kind.isInstance(micro))) {
            return Optional.of(Meaning.doing().unless(Fault.when(Tla.TRUE, Outcome.NULL_DEREF.code())));
        } else if (LATER.stream().anyMatch(kind -> kind.isInstance(micro))) {
            // In the step of an access that faults there is nothing to wait for.
            boolean faults = ACCESSES.stream().anyMatch(kind -> site.step().does(kind));
            return Optional.of(faults ? Meaning.doing() : Meaning.doing().waitingFor(Tla.FALSE));
        }
        return Optional.empty();
    }
}
