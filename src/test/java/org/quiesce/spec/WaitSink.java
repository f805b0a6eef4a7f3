package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.waitqueueActive;
import static org.quiesce.protocol.Conditions.wqHasSleeper;
import static org.quiesce.protocol.Ops.*;

import java.util.List;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;

/** Protocols of no use that together do everything that there is about waiters, semaphores, sections and freezing. */
public final class WaitSink {

    private WaitSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(exclusive(), mixed(), woken(), wokenOnTwoQueues(), reordered(), semaphores(), fullSemaphore(),
                readersAndWriters(), sections(), leftSections(), synchronizes(), synchronizesAtOnce(), suspends(),
                suspendsNobody());
    }

    /** Two exclusive waiters and an ordinary one. */
    static Protocol exclusive() {
        return Protocol.module("exclusive")
                .taskPointer("task")
                .counter("items", 1)
                .waitQueue("queue")
                .kthreads("worker", 2, body -> body
                        .call(waitEventInterruptible("queue", or(above("items", 0), shouldStop())).exclusive())
                        .call(decrement("items")))
                .init(body -> body.call(kthreadRun("worker")).assign("task", kthreadRun("worker")))
                .exit(body -> body.call(waitEvent("queue", above("items", 0))))
                .environment("device", body -> body
                        .call(increment("items"))
                        .call(wakeUp("queue"))
                        .call(wakeUpInterruptible("queue")))
                .build();
    }

    /** One that waits on a queue in both ways, and on another exclusively, beside one that always waits so. */
    static Protocol mixed() {
        return Protocol.module("mixed")
                .flag("ready")
                .waitQueue("queue")
                .waitQueue("other")
                .kthread("worker", body -> body
                        .call(waitEventInterruptible("queue", or(flag("ready"), shouldStop())).exclusive())
                        .call(waitEvent("queue", flag("ready")))
                        .call(waitEvent("other", flag("ready")).exclusive()))
                .kthread("helper", body -> body.call(waitEvent("queue", flag("ready")).exclusive()))
                .init(body -> body.call(kthreadRun("worker")).call(kthreadRun("helper")))
                .environment("device", body -> body
                        .call(wakeUp("other"))
                        .call(wakeUp("queue"))
                        .call(set("ready"))
                        .call(wakeUp("queue")))
                .build();
    }

    /** Waits in wait_woken(), on the queue or not, beside an exclusive waiter; is parked and stopped. */
    static Protocol woken() {
        return Protocol.module("woken")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .kthread("worker", body -> body
                        .when(chance("careful()"), then -> then.call(addWaitQueue("queue")))
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))
                                .call(waitWoken(SleepMode.INTERRUPTIBLE)))
                        .call(removeWaitQueue("queue")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadPark("task")).call(kthreadStop("task")))
                .fileOperations("read", 1, Pinning.NONE, body -> body
                        .call(waitEvent("queue", flag("ready")).exclusive()))
                .environment("device", body -> body.call(set("ready")).call(wakeUp("queue")))
                .build();
    }

    /** A user task that waits by hand, with a timeout, on one queue and ordinarily on another. */
    static Protocol wokenOnTwoQueues() {
        return Protocol.module("woken-on-two-queues")
                .flag("ready")
                .waitQueue("queue")
                .waitQueue("other")
                .fileOperations("read", 1, Pinning.OWNER, body -> body
                        .call(addWaitQueue("queue"))
                        .when(chance("twice()"), then -> then.call(addWaitQueue("queue")))
                        .assign("left", waitWoken(SleepMode.INTERRUPTIBLE).withTimeout())
                        .when(equal("left", 0), then -> then.call(removeWaitQueue("queue")))
                        .assign("told", waitWoken(SleepMode.UNINTERRUPTIBLE))
                        .call(waitEvent("other", flag("ready")))
                        .call(removeWaitQueue("queue")))
                .fileOperations("poll", 1, Pinning.NONE, body -> body
                        .call(addWaitQueue("other"))
                        .call(waitWoken(SleepMode.IDLE))
                        .call(removeWaitQueue("other")))
                .environment("device", body -> body.call(wakeUp("queue")).call(set("ready")).call(wakeUp("other")))
                .build();
    }

    /** Loads that pass the store before them. */
    static Protocol reordered() {
        return Protocol.module("reordered")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .kthread("worker", body -> body
                        .loop(always(), loop -> loop
                                .call(plainSetCurrentState(TaskState.INTERRUPTIBLE))
                                .when(or(shouldStop(), flag("ready")), Body::leaveLoop)
                                .call(schedule()))
                        .call(plainSetCurrentState(TaskState.RUNNING))
                        .call(waitEvent("queue", flag("ready"))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(set("ready"))
                        .when(waitqueueActive("queue"), then -> then.call(wakeUp("queue")))
                        .when(wqHasSleeper("queue"), then -> then.call(wakeUp("queue")))
                        .call(kthreadStop("task")))
                .build();
    }

    /** Semaphores taken in every way, also with a state set, by a thread and a user. */
    static Protocol semaphores() {
        return Protocol.module("semaphores")
                .taskPointer("task")
                .semaphore("sem", 1)
                .semaphore("busy", 0)
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(down("sem"))
                        .assign("ret", downInterruptible("busy"))
                        .call(schedule())
                        .call(up("sem")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .fileOperations("read", 1, Pinning.NONE, body -> body
                        .assign("ret", downInterruptible("sem"))
                        .when(equal("ret", 0), then -> then.call(up("sem")))
                        .assign("taken", downTrylock("sem"))
                        .when(equal("taken", 0), then -> then.call(down("busy"))))
                .build();
    }

    /** A semaphore is given more than it can count. */
    static Protocol fullSemaphore() {
        return Protocol.module("full-semaphore")
                .semaphore("sem", 6)
                .init(body -> body.call(up("sem")))
                .environment("device", body -> body.call(up("sem")))
                .build();
    }

    /** Readers and writers, who also hold what they do not, or do so twice. */
    static Protocol readersAndWriters() {
        return Protocol.module("readers-and-writers")
                .rwSemaphore("sem")
                .rwSemaphore("own")
                .work("item", body -> body.call(downRead("sem")).call(upWrite("sem")).call(upRead("sem")))
                .init(body -> body.call(scheduleWork("item")).call(downWrite("own")).call(upWrite("own")))
                .exit(body -> body.call(cancelWorkSync("item")))
                .fileOperations("read", 2, Pinning.NONE, body -> body
                        .call(downRead("sem"))
                        .when(chance("again()"), then -> then.call(downRead("sem")))
                        .call(upRead("sem")))
                .fileOperations("write", 1, Pinning.NONE, body -> body
                        .call(setCurrentState(TaskState.IDLE))
                        .call(downWrite("sem"))
                        .call(upWrite("sem"))
                        .call(downRead("sem")))
                .build();
    }

    /** Sections in sections, too many and too few; what may sleep in them, where a spinlock is held, too. */
    static Protocol sections() {
        return Protocol.module("sections")
                .taskPointer("task")
                .spinlock("lock")
                .mutex("mutex")
                .kthread("worker", body -> body
                        .loop(chance("more()"), loop -> loop.call(rcuReadLock()))
                        .call(rcuReadUnlock())
                        .when(chance("locked()"), then -> then.call(spinLock("lock")))
                        .call(mutexLock("mutex"))
                        .call(mutexUnlock("mutex")))
                .init(body -> body
                        .call(preemptDisable())
                        .call(preemptEnable())
                        .assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(mutexLock("mutex"))
                        .call(kthreadStop("task"))
                        .call(mutexUnlock("mutex")))
                .build();
    }

    /** Everybody may return from a section. */
    static Protocol leftSections() {
        return Protocol.module("left-sections")
                .kthread("worker", body -> body.call(localIrqSave()))
                .timer("tick", body -> body.when(chance("careless()"), then -> then.call(rcuReadLock())))
                .work("item", body -> body
                        .call(rcuReadLock())
                        .when(chance("careful()"), then -> then.call(rcuReadUnlock())))
                .init(body -> body
                        .call(modTimer("tick"))
                        .call(scheduleWork("item"))
                        .call(kthreadRun("worker"))
                        .when(chance("careless()"), then -> then.call(preemptDisable())))
                .fileOperations("read", 1, Pinning.OWNER, body -> body.call(rcuReadLock()))
                .build();
    }

    /** Two tasks and the loader wait for RCU, one of them in a section, and others read. */
    static Protocol synchronizes() {
        return Protocol.module("synchronizes")
                .timer("tick", body -> {})
                .work("item", body -> body.call(rcuReadLock()).call(rcuReadUnlock()))
                .init(body -> body.call(modTimer("tick")).call(scheduleWork("item")))
                .exit(body -> body.call(synchronizeRcu()))
                .fileOperations("write", 2, Pinning.OWNER, body -> body
                        .when(chance("careless()"), then -> then.call(rcuReadLock()))
                        .call(synchronizeRcu()))
                .build();
    }

    /** There is one reader, and who waits for it sets its state by hand. */
    static Protocol synchronizesAtOnce() {
        return Protocol.module("synchronizes-at-once")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(synchronizeRcu())
                        .call(schedule()))
                .timer("tick", body -> {})
                .init(body -> body.call(modTimer("tick")).call(kthreadRun("worker")))
                .build();
    }

    /** A thread that becomes freezable late, and users of whom one sleeps and one does not. */
    static Protocol suspends() {
        return Protocol.module("suspends")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .kthread("worker", body -> body
                        .call(setFreezable())
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .call(tryToFreeze())
                                .call(schedule())))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .fileOperations("read", 1, Pinning.OWNER, body -> body
                        .assign("ret", waitEventInterruptible("queue", flag("ready"))))
                .fileOperations("write", 1, Pinning.NONE, body -> body.call(wakeUp("queue")))
                .environment("machine", body -> body.call(suspendFreezeProcesses()).call(thawProcesses()))
                .build();
    }

    /** No thread ever freezes, and no user ever sleeps. */
    static Protocol suspendsNobody() {
        return Protocol.module("suspends-nobody")
                .kthread("worker", body -> {})
                .init(body -> body.call(kthreadRun("worker")))
                .exit(body -> {})
                .environment("machine", body -> body
                        .when(not(chance("never()")), then -> then.call(suspendFreezeProcesses()))
                        .call(thawProcesses()))
                .environment("other", body -> body.call(suspendFreezeProcesses()))
                .build();
    }
}
