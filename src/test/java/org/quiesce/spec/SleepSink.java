package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.*;
import static org.quiesce.protocol.WaitOps.swaitEventInterruptibleExclusive;
import static org.quiesce.protocol.WaitOps.swakeUpOne;
import static org.quiesce.protocol.WaitOps.waitEventFreezable;
import static org.quiesce.protocol.WaitOps.waitEventInterruptibleLocked;
import static org.quiesce.protocol.WaitOps.waitEventLockIrq;

import java.util.List;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Protocols of no use whose waits do sleep, and come to their end. */
public final class SleepSink {

    private SleepSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(
                frozen("slept-freezable", waitEventFreezable("queue", flag("ready"))),
                frozen("slept-freezable-timeout", waitEventFreezable("queue", flag("ready")).withTimeout()),
                slept("slept-simple", swaitEventInterruptibleExclusive("queue", flag("ready")), swakeUpOne("queue")),
                answered(), locked(), completed());
    }

    private static ProtocolBuilder woken(String name, Operation wake) {
        return Protocol.module(name)
                .taskPointer("task").flag("ready").waitQueue("queue").spinlock("lock").completion("done")
                .init(body -> body.assign("task", kthreadRun("worker")).call(getTaskStruct("task")))
                .environment("device", body -> body.call(set("ready")).call(wake))
                .exit(body -> body.call(kthreadStop("task")).call(putTaskStruct("task")));
    }

    private static Protocol slept(String name, Operation wait, Operation wake) {
        return woken(name, wake).kthread("worker", body -> body.call(wait)).build();
    }

    private static Protocol frozen(String name, Operation wait) {
        return woken(name, wakeUp("queue"))
                .kthread("worker", body -> body.call(setFreezable()).call(wait))
                .environment("suspend", body -> body.call(freezeKernelThreads()).call(thawKernelThreads()))
                .build();
    }

    /** A wait whose result somebody keeps, though it has but one. */
    private static Protocol answered() {
        return woken("slept-answered", wakeUp("queue"))
                .kthread("worker", body -> body.assign("ret", waitEvent("queue", flag("ready"))))
                .build();
    }

    /** A lock is given back for the time of the sleep. */
    private static Protocol locked() {
        return woken("slept-locked", wakeUp("queue"))
                .kthread("worker", body -> body.call(spinLock("lock"))
                        .call(waitEventLockIrq("queue", flag("ready"), "lock"))
                        .call(spinUnlock("lock")))
                .kthread("other", body -> body.call(spinLock("lock"))
                        .call(waitEventInterruptibleLocked("queue", flag("ready"), "lock"))
                        .call(spinUnlock("lock")))
                .taskPointer("second")
                .init(body -> body.assign("task", kthreadRun("worker")).call(getTaskStruct("task"))
                        .assign("second", kthreadRun("other")).call(getTaskStruct("second")))
                .exit(body -> body.call(kthreadStop("task")).call(kthreadStop("second"))
                        .call(putTaskStruct("task")).call(putTaskStruct("second")))
                .build();
    }

    /** Waits for a completion after a state that was set by hand. */
    private static Protocol completed() {
        return woken("slept-completed", complete("done"))
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(waitForCompletion("done"))
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(waitForCompletionKillable("done").withTimeout())
                        .call(setCurrentState(TaskState.RUNNING)))
                .build();
    }
}
