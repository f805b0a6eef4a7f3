package org.quiesce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadFlushWork;
import static org.quiesce.protocol.Ops.kthreadFlushWorker;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadStopWorkerTask;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.Search;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.Verdict;

/** What is told of runs with workqueues, kthread workers and threads of interrupts, and what a kernel shows of them. */
class WorkStoriesTest {

    private static final Property[] ENDS = {Property.UNLOAD_COMPLETES, Property.FLUSH_TERMINATES};

    @Test
    void aDrainIsBusyAsLongAsItsItemQueuesItself() {
        ProtocolBuilder draining = Protocol.module("draining")
                .workqueue("queue")
                .work("job", "queue", calls(queueWork("queue", "job")))
                .init(calls(allocWorkqueue("queue"), queueWork("queue", "job")))
                .exit(calls(destroyWorkqueue("queue")));
        for (Property property : ENDS) {
            Told told = tell(draining, property);
            assertThat(told.outcome()).isEqualTo(Outcome.SPIN);
            assertThat(told.diagnosis()).contains("for job() to end. job() is armed again each time it runs");
        }
    }

    @Test
    void aDrainSleepsAsLongAsItsItemHangs() {
        ProtocolBuilder draining = Protocol.module("draining")
                .workqueue("queue")
                .completion("never")
                .work("job", "queue", calls(waitForCompletion("never")))
                .init(calls(allocWorkqueue("queue"), queueWork("queue", "job")))
                .exit(calls(destroyWorkqueue("queue")));
        for (Property property : ENDS) {
            assertThat(tell(draining, property).outcome()).isEqualTo(Outcome.HUNG_OTHER);
        }
    }

    @Test
    void aCancelTriesForEverToTakeADroppedItem() {
        ProtocolBuilder dropping = Protocol.module("dropping")
                .workqueue("queue")
                .work("job", "queue", calls())
                .init(calls(allocWorkqueue("queue")))
                .exit(calls(drainWorkqueue("queue"), cancelWorkSync("job")))
                .fileOperations("write", 1, Pinning.NONE, calls(queueWork("queue", "job")));
        for (Property property : ENDS) {
            Told told = tell(dropping, property);
            assertThat(told.outcome()).isEqualTo(Outcome.SPIN);
            assertThat(told.diagnosis()).matches("modprobe tries for ever at line \\d+ \\(cancel_work_sync\\(&job\\);\\)"
                    + " to take job off a queue: it is pending, and on none, for one that was drained has dropped it\\.");
        }
    }

    @Test
    void aFlushOfAWorkerWithoutThreadWaitsForItsOwnItem() {
        Told told = tell(Protocol.module("flushing")
                .kthreadWorker("worker")
                .kthreadWork("job", "worker", calls())
                .init(calls(kthreadCreateWorker("worker"), kthreadQueueWork("worker", "job"), kthreadFlushWork("job")))
                .exit(calls(kthreadStopWorkerTask("worker"), kthreadFlushWorker("worker"))), Property.FLUSH_TERMINATES);
        assertThat(told.outcome()).isEqualTo(Outcome.HUNG_OTHER);
        assertThat(told.diagnosis()).matches("modprobe waits at line \\d+ \\(kthread_flush_worker\\(worker\\);\\) for its"
                + " flush item, and worker has no thread that would run it\\.");
    }

    @Test
    void freeIrqStopsAThread() {
        ProtocolBuilder freeing = Protocol.module("freeing")
                .mutex("lock")
                .irqHandler("handler", calls(irqWakeThread()))
                .irqThread("service", calls(mutexLock("lock"), mutexUnlock("lock")))
                .init(calls(requestThreadedIrq("handler", "service")))
                .exit(calls(mutexLock("lock"), freeIrq("handler"), mutexUnlock("lock")));
        Told told = tell(freeing, Profiles.LINUX_6_1, Property.UNLOAD_COMPLETES);
        assertThat(told.outcome()).isEqualTo(Outcome.HUNG_STOPPER);
        assertThat(told.diagnosis()).contains("for service() to end").endsWith("So each waits for the other.");
        for (Property property : ENDS) {
            assertThat(tell(freeing, Profiles.LINUX_6_1, property).outcome()).isEqualTo(Outcome.HUNG_STOPPER);
            assertThat(tell(freeing, Profiles.LINUX_6_12, property).outcome()).isEqualTo(Outcome.HUNG_OTHER);
        }
    }

    @Test
    void theTimerOfADelayedItemExpires() {
        Told told = tell(Protocol.module("delaying")
                .workqueue("queue")
                .completion("done")
                .delayedWork("job", "queue", calls(complete("done")))
                .init(calls(allocWorkqueue("queue"), queueDelayedWork("queue", "job")))
                .exit(calls(destroyWorkqueue("queue"))), Property.NO_USE_AFTER_FREE);
        assertThat(told.story().scenes()).last().satisfies(scene -> {
            assertThat(scene.context()).isEqualTo("job");
            assertThat(scene.what()).isEqualTo("the timer of the delayed item expires");
        });
    }

    private static Consumer<Body> calls(Operation... operations) {
        return body -> List.of(operations).forEach(body::call);
    }

    private static Told tell(ProtocolBuilder builder, Property property) {
        return tell(builder, Profiles.LINUX_6_12, property);
    }

    private static Told tell(ProtocolBuilder builder, Profile profile, Property property) {
        LoweredProtocol lowered = Lowering.lower(builder.build(), Granularity.MICRO);
        Verdict verdict = Search.of(Simulator.of(lowered, profile)).check(List.of(property)).verdicts()
                .get(property.id());
        assertThat(verdict).isInstanceOf(Verdict.Violated.class);
        return new Told(lowered, profile, property, ((Verdict.Violated) verdict).run());
    }

    private record Told(LoweredProtocol lowered, Profile profile, Property property, Run run) {

        String diagnosis() {
            return Diagnosis.of(lowered, property, run).sentence();
        }

        Story story() {
            return Story.of(lowered, run);
        }

        Outcome outcome() {
            return Outcomes.of(lowered, profile, property, run);
        }
    }
}
