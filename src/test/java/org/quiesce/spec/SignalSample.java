package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.less;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WaitQueueOperation.WaitEvent;

/** Protocols with signals, and with wake-ups that nobody meant, whose verdicts are known. */
final class SignalSample {

    private SignalSample() {}

    /** A thread waits for what never comes; exit signals it before the stop. */
    static Protocol signalledWait(WaitEvent wait) {
        return signalled("signalled-wait", body -> body.call(allowSignal()).call(complete("up")).call(wait));
    }

    /** The same, and the thread never allowed the signal. */
    static Protocol ignoredSignal(WaitEvent wait) {
        return signalled("ignored-signal", body -> body.call(complete("up")).call(wait));
    }

    /** The same, and the thread forgets the signal before it waits. */
    static Protocol flushedSignal(WaitEvent wait) {
        return signalled("flushed-signal",
                body -> body.call(allowSignal()).call(complete("up")).call(flushSignals()).call(wait));
    }

    /** A thread that allows a signal waits for what never comes; exit kills it, or its process, before the stop. */
    static Protocol killedWait(Signal allowed, Operation kill, WaitEvent wait) {
        return signalled("killed-wait", body -> body.call(allowSignal(allowed)).call(complete("up")).call(wait), kill);
    }

    private static Protocol signalled(String name, Consumer<Body> worker) {
        return signalled(name, worker, sendSignal("task"));
    }

    private static Protocol signalled(String name, Consumer<Body> worker, Operation send) {
        return Protocol.module(name)
                .taskPointer("task")
                .flag("never")
                .waitQueue("queue")
                .completion("up")
                .kthread("worker", worker)
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(waitForCompletion("up"))
                        .call(send)
                        .call(kthreadStop("task")))
                .build();
    }

    /** B5: a thread leaves because of a signal; exit stops it all the same. */
    static Protocol stopAfterSignal(WaitEvent wait) {
        return Protocol.module("signal-exit-stale-stop")
                .taskPointer("task")
                .flag("never")
                .waitQueue("queue")
                .kthread("worker", body -> body.call(allowSignal()).call(wait).returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .fileOperation("kill", body -> body.call(sendSignal("task")))
                .build();
    }

    /** A user waits in a call for what never comes, and touches what is not there if the wait ends in vain. */
    static Protocol userThatWaits(Operation wait) {
        return waiting("user-that-waits")
                .init(body -> body.call(scheduleWork("owner")))
                .exit(body -> {})
                .fileOperation("read", body -> body
                        .assign("ret", wait)
                        .when(less("ret", 0), then -> then.call(use("data"))))
                .build();
    }

    /** The same, in a sleep of its own making. */
    static Protocol userThatSleeps(TaskState state) {
        return waiting("user-that-sleeps")
                .init(body -> {})
                .exit(body -> {})
                .fileOperation("read", body -> body
                        .call(setCurrentState(state))
                        .call(schedule())
                        .call(use("data")))
                .build();
    }

    /** modprobe waits in init for what never comes. */
    static Protocol initThatWaits(Operation wait) {
        return waiting("init-that-waits")
                .init(body -> body
                        .assign("ret", wait)
                        .when(less("ret", 0), then -> then.returns(Errno.EINTR)))
                .exit(body -> {})
                .build();
    }

    /** What modprobe was sent is nothing to rmmod, who may get a signal of its own. */
    static Protocol signalInInit() {
        return waiting("signal-in-init")
                .init(body -> body.call(waitForCompletionInterruptible("never_done")))
                .exit(body -> body.when(signalPending(), then -> then.call(use("data"))))
                .build();
    }

    /** Nothing ever comes, and a lock that its owner never gives back. */
    private static ProtocolBuilder waiting(String name) {
        return Protocol.module(name)
                .flag("never")
                .waitQueue("queue")
                .completion("never_done")
                .mutex("lock")
                .memory("data")
                .work("owner", body -> body.call(mutexLock("lock")));
    }

    /** D11: a thread sleeps once and then takes for granted what it was to be woken for. */
    static Protocol sleepsOnce(int spuriousWakeUps) {
        return reader("single-shot-schedule", spuriousWakeUps, body -> body
                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                .when(memoryNull("data"), then -> then.call(schedule())));
    }

    /** D11, mended: it looks again. */
    static Protocol sleepsUntil(int spuriousWakeUps) {
        return reader("schedule-in-a-loop", spuriousWakeUps, body -> body
                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                .loop(memoryNull("data"), loop -> loop
                        .call(schedule())
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))));
    }

    private static Protocol reader(String name, int spuriousWakeUps, Consumer<Body> sleep) {
        return Protocol.module(name)
                .taskPointer("task")
                .memory("data")
                .completion("finished")
                .kthread("worker", body -> {
                    sleep.accept(body);
                    body.call(setCurrentState(TaskState.RUNNING)).call(use("data")).call(complete("finished")).returns(0);
                })
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .call(allocate("data"))
                        .call(wakeUpProcess("task")))
                .exit(body -> body
                        .call(waitForCompletion("finished"))
                        .call(kfree("data")))
                .spuriousWakeUps(spuriousWakeUps)
                .build();
    }

    /** D2 with a wake-up that may come to its rescue, or not. */
    static Protocol lostWakeUpAndASpuriousOne() {
        return Protocol.module("lost-and-spurious")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .call(schedule()))
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .spuriousWakeUps(1)
                .build();
    }
}
