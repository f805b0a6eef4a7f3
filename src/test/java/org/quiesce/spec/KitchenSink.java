package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.less;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.*;

import java.util.List;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;

/** Protocols of no use that together do everything that a protocol can do. */
public final class KitchenSink {

    private KitchenSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(stops(), selfStop(), parks(), parksOnce(), freezes(), waits(), completions(), timeouts(), locks(), atomic(),
                references(), tooMany(), memory(), threadless());
    }

    /** References on a task, two ways to stop it, wakes through a pointer that others change. */
    static Protocol stops() {
        return Protocol.module("stops")
                .taskPointer("task")
                .taskPointer("other")
                .kthread("worker", body -> body
                        .loop(not(shouldStop()), loop -> loop
                                .call(setCurrentState(TaskState.IDLE))
                                .call(schedule()))
                        .call(plainSetCurrentState(TaskState.RUNNING))
                        .returns(3))
                .init(body -> body
                        .assign("task", kthreadCreate("worker").mayFail())
                        .when(isErr("task"), then -> then.call(clearPointer("task")), otherwise -> otherwise
                                .call(getTaskStruct("task"))
                                .call(wakeUpProcess("task"))))
                .exit(body -> body
                        .when(not(isNull("task")), then -> then
                                .assign("ret", kthreadStopPut("task"))
                                .when(notEqual("ret", 3), odd -> odd
                                        .call(copyPointer("other", "task"))
                                        .call(takePointer("other", "task"))
                                        .call(putTaskStruct("other")))
                                .when(less("ret", 0), again -> again.assign("code", kthreadStop("task")))))
                .environment("user", body -> body.call(wakeUpProcess("task")))
                .build();
    }

    static Protocol selfStop() {
        return Protocol.module("self-stop")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .when(chance("bad_luck()"), then -> then.call(kthreadStopCurrent()))
                        .call(kthreadExit(1)))
                .init(body -> body.call(kthreadRun("worker")))
                .build();
    }

    /** Two parkers, and a stop among them. */
    static Protocol parks() {
        return Protocol.module("parks")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))
                                .call(schedule())
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .assign("ret", kthreadPark("task"))
                        .call(kthreadStop("task")))
                .fileOperations("ioctl", 1, Pinning.NONE, body -> body
                        .assign("ret", kthreadPark("task"))
                        .when(equal("ret", 0), then -> then.call(kthreadUnpark("task"))))
                .build();
    }

    /** One parker alone, whose test and setting of the bit are one merged step. */
    static Protocol parksOnce() {
        return Protocol.module("parks-once")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .assign("ret", kthreadPark("task"))
                        .call(kthreadStop("task")))
                .build();
    }

    /** A thread that freezes in every way, one that is asked in vain, and a task that sleeps and never freezes. */
    static Protocol freezes() {
        return Protocol.module("freezes")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(setFreezable())
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .call(tryToFreeze())
                                .call(schedule())
                                .call(kthreadFreezableShouldStop())
                                .assign("stop", kthreadFreezableShouldStop())
                                .when(equal("stop", 1), then -> then.leaveLoop())))
                .kthread("helper", body -> body.call(tryToFreeze()))
                .init(body -> body.call(kthreadRun("helper")).assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(scheduleTimeout())
                        .call(kthreadStop("task")))
                .environment("suspend", body -> body.call(freezeKernelThreads()).call(thawKernelThreads()))
                .build();
    }

    static Protocol waits() {
        return Protocol.module("waits")
                .taskPointer("task")
                .flag("ready")
                .flagInitiallySet("open")
                .counter("length", 1, 2)
                .waitQueue("queue")
                .kthread("worker", body -> body
                        .loop(always(), loop -> loop
                                .assign("ret", waitEventInterruptible("queue", or(above("length", 0), shouldStop())))
                                .when(signalPending(), then -> then.leaveLoop())
                                .when(shouldStop(), then -> then.leaveLoop())
                                .call(decrement("length")))
                        .call(reset("length"))
                        .call(clear("open"))
                        .call(wakeUpAll("queue"))
                        .returns(Value.of("ret")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(kthreadStop("task"))
                        .call(waitEvent("queue", not(flag("open")))))
                .fileOperations("write", 2, Pinning.OWNER, body -> body
                        .call(increment("length"))
                        .call(wakeUpInterruptible("queue")))
                .environment("device", body -> body.call(set("ready")).call(wakeUp("queue")))
                .build();
    }

    static Protocol completions() {
        return Protocol.module("completions")
                .taskPointer("task")
                .completion("begin")
                .completion("end")
                .kthread("worker", body -> body
                        .assign("ret", waitForCompletionInterruptible("begin"))
                        .call(waitForCompletionInterruptible("begin").withTimeout())
                        .assign("left", waitForCompletionInterruptible("begin").withTimeout())
                        .when(equal("left", 0), then -> then.call(reinitCompletion("begin")))
                        .call(kthreadCompleteAndExit("end", 0)))
                .init(body -> body.assign("task", kthreadRun("worker")).call(complete("begin")))
                .exit(body -> body
                        .call(completeAll("begin"))
                        .call(waitForCompletion("end"))
                        .assign("left", waitForCompletion("end").withTimeout())
                        .call(waitForCompletionKillable("begin")))
                .fileOperation("kick", body -> body
                        .call(complete("begin"))
                        .when(chance("whatever()"), then -> {})
                        .call(waitForCompletionInterruptible("end").withTimeout())
                        .assign("ret", waitForCompletionInterruptible("end").withTimeout())
                        .when(less("ret", 0), then -> then.call(complete("end"))))
                .build();
    }

    static Protocol timeouts() {
        return Protocol.module("timeouts")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                                .assign("left", scheduleTimeout())
                                .assign("ret", waitEventInterruptible("queue", flag("ready")).withTimeout())
                                .call(waitEventIdle("queue", flag("ready")).withTimeout())
                                .call(msleepInterruptible())))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(waitEventKillable("queue", flag("ready")).withTimeout())
                        .call(msleep())
                        .call(kthreadStop("task")))
                .environment("device", body -> body.call(set("ready")).call(wakeUp("queue")))
                .build();
    }

    /** Two threads and a task that fight for locks; one gives back what it does not have. */
    static Protocol locks() {
        return Protocol.module("locks")
                .taskPointer("first")
                .taskPointer("second")
                .mutex("mutex")
                .spinlock("lock")
                .completion("done_once")
                .counter("count", 3)
                .kthreads("worker", 2, body -> body
                        .assign("ret", mutexLockInterruptible("mutex"))
                        .when(equal("ret", 0), then -> then
                                .call(spinLock("lock"))
                                .call(increment("count"))
                                .call(spinUnlock("lock"))
                                .call(mutexUnlock("mutex")))
                        .call(complete("done_once"))
                        .call(waitForCompletion("done_once"))
                        .returns(0))
                .init(body -> body
                        .assign("first", kthreadRun("worker"))
                        .assign("second", kthreadRun("worker")))
                .exit(body -> body
                        .assign("ret", mutexTrylock("mutex"))
                        .call(kthreadStop("first"))
                        .call(kthreadStop("second"))
                        .call(mutexUnlock("mutex")))
                .build();
    }

    static Protocol atomic() {
        return Protocol.module("atomic")
                .taskPointer("task")
                .spinlock("lock")
                .mutex("mutex")
                .memory("buffer")
                .completion("never")
                .kthread("worker", body -> body
                        .call(spinLock("lock"))
                        .when(chance("a"), then -> then.call(mutexLock("mutex")))
                        .when(chance("b"), then -> then.call(msleep()))
                        .when(chance("c"), then -> then.call(allocate("buffer")))
                        .when(chance("d"), then -> then.call(waitForCompletion("never")))
                        .when(chance("e"), then -> then.call(kthreadPark("task")))
                        .when(chance("f"), then -> then.call(tryToFreeze()))
                        .call(spinUnlock("lock")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** References on the module, taken and put by everybody, now and then one too many. */
    static Protocol references() {
        return Protocol.module("references")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .assign("got", tryModuleGet())
                        .when(equal("got", 1), then -> then.call(modulePutAndKthreadExit(2)))
                        .when(chance("too_many()"), then -> then.call(modulePut())))
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .when(chance("far_too_many()"), then -> then.call(modulePut()).call(modulePut()))
                        .call(setLocal("ret", -5))
                        .when(chance("it_works()"), then -> then.call(setLocal("ret", 0)))
                        .returns(Value.of("ret")))
                .fileOperations("read", 2, Pinning.OWNER, body -> body
                        .when(chance("one_too_many()"), then -> then.call(modulePut())))
                .build();
    }

    /** Every bound is passed. */
    static Protocol tooMany() {
        return Protocol.module("too-many")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(kthreadUseMm())
                        .call(copyToUser())
                        .call(kthreadUnuseMm())
                        .when(chance("parks()"), then -> then.call(kthreadParkme())))
                .init(body -> body
                        .loop(chance("more()"), loop -> loop.assign("task", kthreadRun("worker").mayFail()))
                        .loop(chance("references()"), loop -> loop.call(getTaskStruct("task")))
                        .loop(chance("module_references()"), loop -> loop.call(tryModuleGet())))
                .fileOperations("read", 2, Pinning.OWNER, body -> body.call(copyToUser()))
                .build();
    }

    static Protocol memory() {
        return Protocol.module("memory")
                .taskPointer("task")
                .memory("buffer")
                .kthread("worker", body -> body
                        .until(or(shouldStop(), and(chance("enough()"), memoryNull("buffer"))), loop -> loop
                                .call(use("buffer"))))
                .init(body -> body
                        .call(allocate("buffer").mayFail())
                        .when(memoryNull("buffer"), then -> then.returns(Errno.ENOMEM))
                        .assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .when(chance("in_a_hurry()"), then -> then.call(kfree("buffer")))
                        .call(kthreadStop("task"))
                        .call(kfree("buffer")))
                .build();
    }

    /** Everything about a thread, and no thread. */
    static Protocol threadless() {
        return Protocol.module("threadless")
                .taskPointer("task")
                .waitQueue("queue")
                .init(body -> body.when(chance("forgotten()"), then -> then.returns(0)).call(wakeUpProcess("task")))
                .exit(body -> body
                        .when(chance("a"), then -> then.call(putTaskStruct("task")))
                        .when(chance("b"), then -> then.assign("ret", kthreadPark("task")).call(kthreadUnpark("task")))
                        .when(chance("c"), then -> then.call(wakeUp("queue")))
                        .call(kthreadStop("task")))
                .environment("suspend", body -> body.call(freezeKernelThreads()).call(thawKernelThreads()))
                .build();
    }
}
