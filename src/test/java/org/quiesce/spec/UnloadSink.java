package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.less;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.taskletKill;
import static org.quiesce.protocol.Ops.taskletSchedule;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;

/** Protocols of no use that together do everything that can happen around an unload, and to tasks of users. */
final class UnloadSink {

    private UnloadSink() {}

    static List<Protocol> all() {
        return List.of(readers(), sleepersAndSpinners(), tasklets(), barriers(), forced(), forcedWithoutExit(),
                signalledTasks(), signalledThreadsAndTasks(), signalledTaskAndWorker(), manyCompletions(), allocations());
    }

    /** Everybody who can delay a grace period. */
    static Protocol readers() {
        return Protocol.module("readers")
                .taskPointer("task")
                .completion("begin")
                .kthread("worker", body -> body
                        .call(waitForCompletion("begin"))
                        .call(msleep())
                        .until(shouldStop(), loop -> {}))
                .timer("tick", body -> body.call(complete("begin")))
                .work("item", body -> body.call(msleep()))
                .init(body -> body.assign("task", kthreadRun("worker")).call(modTimer("tick")).call(scheduleWork("item")))
                .exit(body -> body.when(chance("right()"), then -> then.call(kthreadStop("task"))))
                .fileOperations("ioctl", 2, Pinning.NONE, body -> body.call(timerDeleteSync("tick")))
                .build();
    }

    /** Threads that sleep in schedule() and for a mutex, and spin for a lock, which they may own. */
    static Protocol sleepersAndSpinners() {
        return Protocol.module("sleepers-and-spinners")
                .taskPointer("task")
                .mutex("mutex")
                .spinlock("lock")
                .kthreads("worker", 2, body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .call(spinLock("lock"))
                        .when(chance("foolish()"), then -> then.call(mutexLock("mutex")))
                        .call(spinUnlock("lock"))
                        .call(mutexLock("mutex"))
                        .call(mutexUnlock("mutex")))
                .init(body -> body.assign("task", kthreadRun("worker")).assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Two tasks kill a tasklet that schedules itself, and others do. */
    static Protocol tasklets() {
        return Protocol.module("tasklets")
                .taskPointer("task")
                .kthread("worker", body -> body.returns(0))
                .tasklet("poll", body -> body
                        .when(chance("again()"), then -> then.call(taskletSchedule("poll")))
                        .when(chance("foolish()"), then -> then.call(taskletKill("poll"))))
                .init(body -> body.assign("task", kthreadRun("worker")).call(taskletSchedule("poll")))
                .exit(body -> body.call(taskletKill("poll")).call(kthreadStop("task")))
                .fileOperation("reset", body -> body.call(taskletKill("poll")).call(taskletSchedule("poll")))
                .build();
    }

    /** A callback that has itself called again, and two barriers at once. */
    static Protocol barriers() {
        return Protocol.module("barriers")
                .taskPointer("task")
                .kthread("worker", body -> body.returns(0))
                .rcuCallback("release", body -> body
                        .when(chance("again()"), then -> then.call(callRcu("release")))
                        .when(chance("foolish()"), then -> then.call(rcuBarrier("release")))
                        .when(chance("early()"), then -> then.returns(0)))
                .rcuCallback("other", body -> {})
                .init(body -> body.assign("task", kthreadRun("worker")).call(callRcu("release")).call(callRcu("other")))
                .exit(body -> body.call(rcuBarrier("release")).call(rcuBarrier("other")).call(kthreadStop("task")))
                .fileOperation("flush", body -> body.call(rcuBarrier("release")))
                .build();
    }

    /** Unloaded by force, with references held and put. */
    static Protocol forced() {
        return Protocol.module("forced")
                .taskPointer("task")
                .kthread("worker", body -> body.call(modulePutAndKthreadExit(0)))
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .when(chance("too_many()"), then -> then.call(modulePut())))
                .exit(body -> body.when(chance("right()"), then -> then.call(kthreadStop("task"))))
                .fileOperations("read", 2, Pinning.OWNER, body -> {})
                .forcedUnload()
                .build();
    }

    static Protocol forcedWithoutExit() {
        return Protocol.module("forced-without-exit")
                .taskPointer("task")
                .kthread("worker", body -> body.call(kthreadStop("task")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .fileOperations("read", 1, Pinning.OWNER, body -> {})
                .forcedUnload()
                .build();
    }

    /** Signals to tasks of users alone: those that sleep in schedule(), and those that only wait. */
    static Protocol signalledTasks() {
        return Protocol.module("signalled-tasks")
                .mutex("mutex")
                .completion("begin")
                .flag("ready")
                .waitQueue("queue")
                .timer("tick", body -> body.call(set("ready")))
                .init(body -> body.assign("ret", waitEventInterruptible("queue", flag("ready"))))
                .exit(body -> body.when(signalPending(), then -> then.call(modTimer("tick"))))
                .fileOperations("read", 2, Pinning.NONE, body -> body
                        .assign("ret", mutexLockInterruptible("mutex"))
                        .when(equal("ret", 0), then -> then
                                .assign("ret", waitForCompletionInterruptible("begin"))
                                .call(mutexUnlock("mutex"))))
                .build();
    }

    /** A thread and a task that get signals, and call schedule(). */
    static Protocol signalledThreadsAndTasks() {
        return Protocol.module("signalled-threads-and-tasks")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(allowSignal())
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .when(signalPending(), then -> then.returns(1)))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(kthreadStop("task")))
                .fileOperation("ioctl", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(sendSignal("task"))
                        .call(schedule()))
                .build();
    }

    /** Of those who call schedule(), a thread gets the pseudo-signal, a task real ones, and a work item none. */
    static Protocol signalledTaskAndWorker() {
        return Protocol.module("signalled-task-and-worker")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .call(flushSignals()))
                .work("item", body -> body.call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule()))
                .init(body -> body.assign("task", kthreadRun("worker")).call(scheduleWork("item")))
                .exit(body -> body.call(kthreadStop("task")))
                .fileOperation("ioctl", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .call(wakeUpProcess("task")))
                .build();
    }

    /** A completion that is completed again and again, another that is so for all, and a third that is both. */
    static Protocol manyCompletions() {
        return Protocol.module("many-completions")
                .completion("often")
                .completion("everybody")
                .completion("both")
                .init(body -> body
                        .loop(chance("more()"), loop -> loop.call(complete("often")))
                        .loop(chance("more()"), loop -> loop.call(complete("both")))
                        .call(waitForCompletion("often")))
                .exit(body -> body
                        .call(completeAll("everybody"))
                        .call(complete("everybody"))
                        .call(completeAll("both"))
                        .call(complete("both"))
                        .call(waitForCompletion("both"))
                        .call(waitForCompletion("everybody")))
                .build();
    }

    /** Memory that is allocated while it is valid, by several. */
    static Protocol allocations() {
        return Protocol.module("allocations")
                .memory("buffer")
                .memory("never")
                .init(body -> body.call(allocate("buffer").mayFail()))
                .exit(body -> body
                        .when(chance("right()"), then -> then.call(kfree("buffer")))
                        .call(allocate("buffer"))
                        .call(kfree("buffer")))
                .fileOperations("read", 2, Pinning.NONE, body -> body
                        .assign("ret", waitForCompletionInterruptible("begin"))
                        .when(less("ret", 0), then -> then.call(allocate("buffer"))))
                .completion("begin")
                .build();
    }
}
