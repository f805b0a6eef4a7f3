package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadFlushWork;
import static org.quiesce.protocol.Ops.kthreadFlushWorker;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadStopWorkerTask;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.property.Property.FLUSH_TERMINATES;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of workqueues, delayed work and kthread workers at unload, found again by TLC. */
@Execution(ExecutionMode.CONCURRENT)
class WorkVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();

    private static final Operation DESTROY_QUEUE = destroyWorkqueue("wq");
    private static final Operation DESTROY_WORKER = kthreadDestroyWorker("dispatch");

    private static final TlcRuns TLC = new TlcRuns();

    /** destroy_workqueue() does not see what is on a timer, which then expires into a queue that is freed. */
    @Test
    void aTimerOfDelayedWorkOutlivesTheQueue() {
        Protocol destroyed = WorkSample.delayed(DESTROY_QUEUE);
        assertThat(safety(destroyed, LINUX_6_12, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
        Protocol cancelled = WorkSample.delayed(cancelDelayedWorkSync("job"), DESTROY_QUEUE);
        assertThat(safety(cancelled, LINUX_6_12, NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
        assertThat(safety(cancelled, LINUX_6_12, NO_KERNEL_WARNING)).isEqualTo(HOLDS);
        quiesces(cancelled, LINUX_6_12);
    }

    @Test
    void aDrainOfWorkThatAlwaysQueuesItselfNeverEnds() {
        hangs(WorkSample.selfRequeueing(DESTROY_QUEUE), LINUX_6_12);
        quiesces(WorkSample.selfRequeueing(cancelWorkSync("job"), DESTROY_QUEUE), LINUX_6_12);
        quiesces(WorkSample.selfRequeueingUnlessItSeesAFlag(set("closing"), DESTROY_QUEUE), LINUX_6_12);
    }

    /** A draining queue drops what comes from outside, with a warning; the item stays pending, and nobody can take it. */
    @Test
    void aDroppedItemCantBeCancelled() {
        Protocol dropped = WorkSample.queuedFromOutside(drainWorkqueue("wq"), cancelWorkSync("job"));
        assertThat(safety(dropped, LINUX_6_1, NO_KERNEL_WARNING)).isEqualTo(violates(NO_KERNEL_WARNING));
        hangs(dropped, LINUX_6_1);
        hangs(dropped, LINUX_6_12);
        hangs(WorkSample.queuedFromOutside(drainWorkqueue("wq"), cancelWork("job")), LINUX_6_12);
    }

    /** The kernel runs such items in the order in which they were queued: whoever waits for one before it gets it. */
    @Test
    void itemsInLineRunInTheirOrder() {
        for (Protocol protocol : List.of(WorkSample.ordered("gives", "waits"), WorkSample.workInLine("gives", "waits"))) {
            quiesces(protocol, LINUX_6_12);
        }
        for (Protocol protocol : List.of(WorkSample.ordered("waits", "gives"), WorkSample.workInLine("waits", "gives"))) {
            hangs(protocol, LINUX_6_12);
        }
    }

    /** Between the drain and the end of destroy_workqueue() older kernels take what comes. */
    @Test
    void aDrainedQueueAcceptsWorkOnOlderKernels() {
        Protocol destroyed = WorkSample.queuedFromOutside(DESTROY_QUEUE);
        String leaked = "pc[modprobe] # \"sync\" \\/ wq # \"live\"";
        assertThat(TLC.invariant(destroyed, Granularity.MICRO, LINUX_6_1, leaked))
                .isEqualTo(new Verdict.InvariantViolated("Holds"));
        assertThat(TLC.invariant(destroyed, Granularity.MICRO, LINUX_6_12, leaked)).isEqualTo(HOLDS);
        for (Profile kernel : List.of(LINUX_6_1, LINUX_6_12)) {
            assertThat(safety(destroyed, kernel, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
        }
    }

    @Test
    void workerIsDestroyedAfterItsWork() {
        for (Profile kernel : List.of(LINUX_6_12, LINUX_6_18)) {
            for (Protocol protocol : List.of(
                    WorkSample.kthreadWork(DESTROY_WORKER),
                    WorkSample.kthreadWork(kthreadCancelWorkSync("job"), DESTROY_WORKER),
                    WorkSample.kthreadWork(kthreadFlushWork("job"), DESTROY_WORKER),
                    WorkSample.kthreadDelayed(kthreadCancelDelayedWorkSync("job"), DESTROY_WORKER))) {
                assertThat(safety(protocol, kernel, NO_KERNEL_WARNING)).isEqualTo(HOLDS);
                assertThat(safety(protocol, kernel, NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
                quiesces(protocol, kernel);
            }
        }
    }

    /** What the worker's thread has taken is waited for, though its function has not begun. */
    @Test
    void aSynchronousCallWaitsForWorkThatWasTaken() {
        String running = "pc[modprobe] = \"6.task\" => dispatch_running = none";
        for (Operation call : List.of(kthreadCancelWorkSync("job"), kthreadFlushWork("job"))) {
            Protocol protocol = WorkSample.kthreadWork(call, DESTROY_WORKER);
            assertThat(TLC.invariant(protocol, Granularity.MICRO, LINUX_6_12, running)).isEqualTo(HOLDS);
        }
    }

    @Test
    void aFlushOfKthreadWorkOnItsTimerHangs() {
        hangs(WorkSample.kthreadDelayed(kthreadFlushWork("job"), DESTROY_WORKER), LINUX_6_12);
    }

    /** Where a warning is printed depends on the kernel; that freed memory is used does not. */
    @Test
    void aTimerOfKthreadWorkOutlivesTheWorker() {
        Protocol destroyed = WorkSample.kthreadDelayed(DESTROY_WORKER);
        assertThat(safety(destroyed, LINUX_6_12, NO_KERNEL_WARNING)).isEqualTo(violates(NO_KERNEL_WARNING));
        assertThat(TLC.invariant(destroyed, Granularity.MICRO, LINUX_6_1, "warned => armed[job]")).isEqualTo(HOLDS);
        assertThat(safety(destroyed, LINUX_6_1, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
    }

    /** kthread_cancel_work_sync() leaves the timer of delayed work armed, which warns when it expires. */
    @Test
    void theWrongCancelLeavesTheTimer() {
        Protocol cancelled = WorkSample.kthreadDelayed(kthreadCancelWorkSync("job"));
        assertThat(safety(cancelled, LINUX_6_12, NO_KERNEL_WARNING)).isEqualTo(violates(NO_KERNEL_WARNING));
        assertThat(safety(cancelled, LINUX_6_12, NO_CODE_AFTER_UNLOAD)).isEqualTo(violates(NO_CODE_AFTER_UNLOAD));
    }

    @Test
    void workThatDestroysItsOwnWorkerHangs() {
        assertThat(flushes(WorkSample.destroysItsOwnWorker(), LINUX_6_12)).isInstanceOf(Verdict.PropertyViolated.class);
    }

    @Test
    void aFlushOfAWorkerWhoseThreadHasLeftHangs() {
        hangs(WorkSample.kthreadWork(kthreadStopWorkerTask("dispatch"), kthreadFlushWorker("dispatch")), LINUX_6_12);
        Protocol destroyed = WorkSample.kthreadWork(
                kthreadFlushWork("job"), kthreadStopWorkerTask("dispatch"), DESTROY_WORKER);
        assertThat(safety(destroyed, LINUX_6_12, NO_KERNEL_WARNING)).isEqualTo(violates(NO_KERNEL_WARNING));
        quiesces(destroyed, LINUX_6_12);
    }

    /** A thread that was stopped before its function began does not take itself out of the worker. */
    @Test
    void destroyingAWorkerWhoseThreadNeverRanHangs() {
        hangs(WorkSample.kthreadWork(kthreadStopWorkerTask("dispatch"), DESTROY_WORKER), LINUX_6_12);
    }

    /** A thread that was stopped before its function began stays the worker's, and is woken when work comes. */
    @Test
    void queueingForAFreedThreadTouchesIt() {
        Protocol late = WorkSample.kthreadWork(
                kthreadCancelWorkSync("job"), kthreadStopWorkerTask("dispatch"), kthreadQueueWork("dispatch", "job"));
        assertThat(safety(late, LINUX_6_12, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
    }

    /** Work slips in behind the flush, and is abandoned; or it comes when the worker is freed. */
    @Test
    void anEnqueuerRacesWithTheDestruction() {
        Protocol racing = WorkSample.enqueuer(Pinning.NONE);
        assertThat(safety(racing, LINUX_6_12, NO_KERNEL_WARNING)).isEqualTo(violates(NO_KERNEL_WARNING));
        assertThat(safety(racing, LINUX_6_12, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
        Protocol pinned = WorkSample.enqueuer(Pinning.OWNER);
        assertThat(safety(pinned, LINUX_6_12, NO_KERNEL_WARNING)).isEqualTo(HOLDS);
        assertThat(safety(pinned, LINUX_6_12, NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
    }

    private static void quiesces(Protocol protocol, Profile kernel) {
        assertThat(safety(protocol, kernel, NO_CODE_AFTER_UNLOAD)).isEqualTo(HOLDS);
        assertThat(flushes(protocol, kernel)).isEqualTo(HOLDS);
        assertThat(unloads(protocol, kernel)).isEqualTo(HOLDS);
    }

    private static void hangs(Protocol protocol, Profile kernel) {
        assertThat(flushes(protocol, kernel)).isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(unloads(protocol, kernel)).isInstanceOf(Verdict.PropertyViolated.class);
    }

    private static Verdict violates(Property property) {
        return new Verdict.InvariantViolated(property.id());
    }

    private static Verdict safety(Protocol protocol, Profile kernel, Property property) {
        return TLC.safety(protocol, Granularity.MICRO, kernel, property);
    }

    private static Verdict flushes(Protocol protocol, Profile kernel) {
        return TLC.liveness(protocol, Granularity.MICRO, kernel, FLUSH_TERMINATES);
    }

    private static Verdict unloads(Protocol protocol, Profile kernel) {
        return TLC.liveness(protocol, Granularity.MICRO, kernel, UNLOAD_COMPLETES);
    }
}
