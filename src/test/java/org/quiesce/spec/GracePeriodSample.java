package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleTimeout;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Modules that leave something running, so that only the grace period of free_module() is between it and a fault. */
final class GracePeriodSample {

    private GracePeriodSample() {}

    /** The thread says that it is done, and then goes to sleep; somebody outside wakes it later. */
    static Protocol completesThenSleeps() {
        return oneThread("completes-then-sleeps", body -> body
                        .call(complete("finished"))
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(schedule())
                        .returns(0))
                .environment("device", body -> body.call(wakeUpProcess("task")))
                .build();
    }

    /** The same, with a timer of its own. */
    static Protocol completesThenDozes() {
        return oneThread("completes-then-dozes", body -> body
                        .call(complete("finished"))
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(scheduleTimeout())
                        .returns(0))
                .build();
    }

    /** The same, in a wait that comes to nothing. */
    static Protocol completesThenWaitsForAWhile() {
        return oneThread("completes-then-waits", body -> body
                        .call(complete("finished"))
                        .call(waitForCompletion("never").withTimeout())
                        .returns(0))
                .completion("never")
                .build();
    }

    /** A thread that calls schedule() again and again and never sleeps. */
    static Protocol yieldsForEver() {
        return oneThread("yields-for-ever", body -> body
                        .call(complete("finished"))
                        .loop(always(), loop -> loop.call(schedule())))
                .build();
    }

    private static ProtocolBuilder oneThread(String name, Consumer<Body> worker) {
        return Protocol.module(name)
                .taskPointer("task")
                .completion("finished")
                .kthread("worker", worker)
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(waitForCompletion("finished")));
    }

    /** A thread says that it is about to exit; a reader wakes one that has not said so, between these two. */
    static Protocol looksAtATask(Operation begin, Operation end) {
        return Protocol.module("looks-at-a-task")
                .taskPointer("task")
                .flag("dead")
                .kthread("worker", body -> body.call(set("dead")).returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .fileOperations("read", 1, Pinning.OWNER, body -> body
                        .call(begin)
                        .when(not(flag("dead")), then -> then.call(wakeUpProcess("task")))
                        .call(end))
                .build();
    }

    /** Two threads pass a token on: always one of them runs, and never the same one for long. */
    static Protocol twoTakeTurns() {
        return Protocol.module("two-take-turns")
                .completion("left")
                .completion("right")
                .kthread("first", body -> body.loop(always(), loop -> loop
                        .call(waitForCompletion("left"))
                        .call(complete("right"))))
                .kthread("second", body -> body.loop(always(), loop -> loop
                        .call(waitForCompletion("right"))
                        .call(complete("left"))))
                .init(body -> body
                        .call(kthreadRun("first"))
                        .call(kthreadRun("second"))
                        .call(complete("left")))
                .exit(body -> {})
                .build();
    }

    /** A thread that never leaves its CPU. */
    static Protocol spinsForEver() {
        return Protocol.module("spins-for-ever")
                .completion("up")
                .kthread("worker", body -> body.call(complete("up")).loop(always(), loop -> {}))
                .init(body -> body.call(kthreadRun("worker")))
                .exit(body -> body.call(waitForCompletion("up")))
                .build();
    }

    /** A thread leaves with a lock held, and a second one wants it. */
    static Protocol waitsForALostSpinlock() {
        return waitsForALostLock("waits-for-a-lost-spinlock", spinLock("lock")).spinlock("lock").build();
    }

    static Protocol waitsForALostMutex() {
        return waitsForALostLock("waits-for-a-lost-mutex", mutexLock("lock")).mutex("lock").build();
    }

    private static ProtocolBuilder waitsForALostLock(String name, Operation lock) {
        return Protocol.module(name)
                .completion("taken")
                .completion("up")
                .kthread("owner", body -> body.call(lock).call(complete("taken")).returns(0))
                .kthread("worker", body -> body.call(waitForCompletion("taken")).call(complete("up")).call(lock))
                .init(body -> body.call(kthreadRun("owner")).call(kthreadRun("worker")))
                .exit(body -> body.call(waitForCompletion("up")));
    }

    /** The function of a timer says that it is done, and then still has to return. */
    static Protocol timerThatCompletes() {
        return completing("timer-that-completes", modTimer("function"))
                .timer("function", body -> body.call(complete("finished")).call(set("late")))
                .build();
    }

    /** The same in a work item, which runs in a kthread of the kernel. */
    static Protocol workThatCompletes() {
        return completing("work-that-completes", scheduleWork("function"))
                .work("function", body -> body.call(complete("finished")).call(set("late")))
                .build();
    }

    /** A timer that is called only when the grace period has begun. */
    static Protocol timerThatIsLeftPending() {
        return Protocol.module("timer-left-pending")
                .flag("late")
                .timer("function", body -> body.call(set("late")))
                .init(body -> {})
                .exit(body -> body.call(modTimer("function")))
                .build();
    }

    private static ProtocolBuilder completing(String name, Operation begin) {
        return Protocol.module(name)
                .flag("late")
                .completion("finished")
                .init(body -> body.call(begin))
                .exit(body -> body.call(waitForCompletion("finished")));
    }

    /** A call that nobody pins the module for says that it is done, and then still has to return. */
    static Protocol callThatCompletes() {
        return Protocol.module("call-that-completes")
                .completion("finished")
                .init(body -> {})
                .exit(body -> body.call(waitForCompletion("finished")))
                .fileOperations("ioctl", 1, Pinning.NONE, body -> body.call(complete("finished")))
                .build();
    }
}
