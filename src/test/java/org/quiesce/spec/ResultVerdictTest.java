package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.*;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.REFERENCES_BALANCED;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What calls yield that find something, or nothing; address spaces and counters that are out of balance. */
@Execution(ExecutionMode.CONCURRENT)
class ResultVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();

    private static final TlcRuns TLC = new TlcRuns();

    /** Where the wrong result is found memory is touched that is not there. */
    private static void touchIf(Body body, int result) {
        body.when(equal("ret", result), then -> then.call(use("nothing")));
    }

    /** An older kernel says that the item was pending although nobody but the canceller has it. */
    @Test
    void workThatIsBeingCancelledPendsOnOlderKernels() {
        Protocol modified = Protocol.module("modified-while-cancelled")
                .memory("nothing")
                .taskPointer("task")
                .completion("started")
                .workqueue("wq")
                .delayedWork("job", "wq", body -> body.call(complete("started")).call(msleep()))
                .kthread("worker", body -> {
                    body.assign("ret", modDelayedWork("wq", "job"));
                    touchIf(body, 1);
                    body.until(shouldStop(), loop -> loop.call(msleep()));
                })
                .init(body -> body
                        .call(allocWorkqueue("wq"))
                        .call(queueDelayedWork("wq", "job"))
                        .call(waitForCompletion("started"))
                        .assign("task", kthreadRun("worker"))
                        .call(cancelDelayedWorkSync("job")))
                .exit(body -> body
                        .call(kthreadStop("task"))
                        .call(cancelDelayedWorkSync("job"))
                        .call(destroyWorkqueue("wq")))
                .build();
        assertThat(safety(modified, LINUX_6_1, NO_INVALID_TASK)).isEqualTo(violates(NO_INVALID_TASK));
        assertThat(safety(modified, LINUX_6_12, NO_INVALID_TASK)).isEqualTo(HOLDS);
    }

    private static Protocol workResult(Operation call, int result) {
        return Protocol.module("result-of-a-call")
                .memory("nothing")
                .work("job", body -> {})
                .init(body -> body.call(scheduleWork("job")))
                .exit(body -> {
                    body.assign("ret", call);
                    touchIf(body, result);
                    body.call(cancelWorkSync("job"));
                })
                .build();
    }

    /** The item may have run meanwhile, or not. */
    @Test
    void whoCancelsOrFlushesIsToldWhetherThereWasSomething() {
        for (Operation call : new Operation[] {cancelWorkSync("job"), cancelWork("job"), flushWork("job")}) {
            assertThat(safety(workResult(call, 0), LINUX_6_12, NO_INVALID_TASK)).isEqualTo(violates(NO_INVALID_TASK));
            assertThat(safety(workResult(call, 1), LINUX_6_12, NO_INVALID_TASK)).isEqualTo(violates(NO_INVALID_TASK));
        }
        assertThat(safety(workResult(enableWork("job"), 0), LINUX_6_12, NO_INVALID_TASK)).isEqualTo(HOLDS);
    }

    /** Nobody but its creator wakes a new thread. */
    @Test
    void theFirstWakeIsAWake() {
        assertThat(safety(firstWake(0), LINUX_6_12, NO_INVALID_TASK)).isEqualTo(HOLDS);
        assertThat(safety(firstWake(1), LINUX_6_12, NO_INVALID_TASK)).isEqualTo(violates(NO_INVALID_TASK));
    }

    private static Protocol firstWake(int result) {
        return Protocol.module("first-wake")
                .memory("nothing")
                .taskPointer("task")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop.call(msleep())))
                .init(body -> {
                    body.assign("task", kthreadCreate("worker")).assign("ret", wakeUpProcess("task"));
                    touchIf(body, result);
                })
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    @Test
    void anAddressSpaceIsDroppedOnceByWhoAdoptedIt() {
        assertThat(safety(thread(body -> body.call(kthreadUseMm()).call(kthreadUnuseMm())), LINUX_6_12, NO_KERNEL_WARNING))
                .isEqualTo(HOLDS);
        assertThat(safety(thread(body -> body.call(kthreadUnuseMm())), LINUX_6_12, NO_KERNEL_WARNING))
                .isEqualTo(violates(NO_KERNEL_WARNING));
        assertThat(safety(thread(body -> body.call(kthreadUseMm()).call(kthreadUseMm()).call(kthreadUnuseMm())),
                LINUX_6_12, NO_KERNEL_WARNING)).isEqualTo(violates(NO_KERNEL_WARNING));
        assertThat(safety(thread(body -> body.call(kthreadUseMm())), LINUX_6_12, REFERENCES_BALANCED))
                .isEqualTo(violates(REFERENCES_BALANCED));
    }

    /** Of a counter that is counted down the model must know how much is left; of others it is enough that it is much. */
    @Test
    void aCounterThatLeavesItsRangeLeavesTheModel() {
        String within = "fault # \"BOUND\"";
        Protocol up = thread(body -> body.call(increment("users")).call(increment("users")));
        assertThat(TLC.invariant(up, Granularity.MICRO, LINUX_6_12, within)).isEqualTo(HOLDS);
        Protocol upAndDown = thread(body ->
                body.call(increment("users")).call(increment("users")).call(decrement("users")));
        assertThat(TLC.invariant(upAndDown, Granularity.MICRO, LINUX_6_12, within))
                .isEqualTo(new Verdict.InvariantViolated("Holds"));
        Protocol down = thread(body -> body.call(decrement("users")));
        assertThat(TLC.invariant(down, Granularity.MICRO, LINUX_6_12, within))
                .isEqualTo(new Verdict.InvariantViolated("Holds"));
    }

    private static Protocol thread(Consumer<Body> calls) {
        return Protocol.module("out-of-balance")
                .taskPointer("task")
                .counter("users", 1)
                .kthread("worker", body -> {
                    calls.accept(body);
                    body.when(above("users", 0), then -> then.call(msleep()));
                    body.until(shouldStop(), loop -> loop.call(msleep()));
                })
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    private static Verdict safety(Protocol protocol, Profile kernel, Property property) {
        return TLC.safety(protocol, Granularity.MICRO, kernel, property);
    }

    private static Verdict violates(Property property) {
        return new Verdict.InvariantViolated(property.id());
    }
}
