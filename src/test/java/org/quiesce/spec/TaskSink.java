package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.*;

import java.util.List;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;

/** Protocols of no use that together do what is rarely done to a task, and all with what stays registered. */
public final class TaskSink {

    private TaskSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(binds(), taskWorks(), taskWorkInASection(), nobodyToBind(), initText(), oopses(),
                oopsesInSections(), registered(), threadedIrq(), uncheckedGets(), uncheckedGetsInVain());
    }

    /** Threads are bound at every age, and so is NULL. */
    static Protocol binds() {
        return Protocol.module("binds")
                .taskPointer("task")
                .spinlock("lock")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.IDLE))
                        .call(schedule())
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule()))
                .init(body -> body
                        .when(chance("early()"), then -> then.call(kthreadBind("task")))
                        .assign("task", kthreadCreate("worker"))
                        .call(kthreadBind("task"))
                        .call(wakeUpProcess("task")))
                .exit(body -> body
                        .when(chance("foolish()"), then -> then.call(spinLock("lock")))
                        .call(kthreadBind("task"))
                        .call(kthreadStop("task")))
                .build();
    }

    /** A work that sleeps and gives itself again is given to two threads, and parks one that is out. */
    static Protocol taskWorks() {
        return Protocol.module("task-works")
                .taskPointer("task")
                .taskPointer("other")
                .flag("again")
                .taskWork("late", body -> body
                        .when(flag("again"), then -> then.returns(0))
                        .call(set("again"))
                        .call(taskWorkAdd("task", "late"))
                        .call(msleep()))
                .kthread("worker", body -> {})
                .kthread("helper", body -> {})
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .assign("other", kthreadRun("helper"))
                        .call(getTaskStruct("task")))
                .exit(body -> body
                        .assign("ret", taskWorkAdd("task", "late"))
                        .when(equal("ret", 0), then -> then.call(kthreadPark("task")))
                        .call(taskWorkAdd("other", "late"))
                        .call(kthreadStop("task")))
                .build();
    }

    /** A work is given once, to a thread that need not be there, and returns from a section. */
    static Protocol taskWorkInASection() {
        return Protocol.module("task-work-in-a-section")
                .taskPointer("task")
                .taskWork("late", body -> body
                        .when(chance("careless()"), then -> then.call(rcuReadLock()).returns(0))
                        .call(rcuReadLock())
                        .call(rcuReadUnlock()))
                .kthread("worker", body -> {})
                .init(body -> body.when(chance("lucky()"), then -> then.assign("task", kthreadRun("worker"))))
                .exit(body -> body.call(taskWorkAdd("task", "late")).call(kthreadStop("task")))
                .oops("worker")
                .build();
    }

    static Protocol nobodyToBind() {
        return Protocol.module("nobody-to-bind")
                .taskPointer("task")
                .init(body -> body.call(kthreadBind("task")))
                .build();
    }

    /** Two threads in init text and one that is not; init may fail. */
    static Protocol initText() {
        return Protocol.module("init-text")
                .taskPointer("task")
                .kthreads("starter", 2, body -> body.call(msleep()))
                .initText("starter")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop.call(msleep())))
                .init(body -> body
                        .call(kthreadRun("starter"))
                        .call(kthreadRun("starter"))
                        .when(chance("bad_luck()"), then -> then.returns(-1))
                        .assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** One of two threads dies, with what it holds; an exit code is a variable. */
    static Protocol oopses() {
        return Protocol.module("oopses")
                .taskPointer("task")
                .mutex("mutex")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop.call(mutexLock("mutex")).call(mutexUnlock("mutex"))))
                .kthread("helper", body -> body.call(kthreadExit(3)))
                .initText("helper")
                .oops("worker")
                .oops("helper")
                .init(body -> body.call(kthreadRun("helper")).assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .assign("ret", kthreadStop("task"))
                        .when(equal("ret", 0), then -> then.call(mutexLock("mutex"))))
                .build();
    }

    /** Of two threads that may die one has sections; a work that sleeps is run by who held a spinlock. */
    static Protocol oopsesInSections() {
        return Protocol.module("oopses-in-sections")
                .taskPointer("task")
                .spinlock("lock")
                .taskWork("late", body -> body.call(msleep()))
                .kthread("worker", body -> body
                        .call(spinLock("lock"))
                        .call(spinUnlock("lock")))
                .kthread("reader", body -> body.call(rcuReadLock()).call(rcuReadUnlock()))
                .oops("worker")
                .oops("reader")
                .init(body -> body
                        .call(kthreadRun("reader"))
                        .assign("task", kthreadRun("worker"))
                        .call(taskWorkAdd("task", "late")))
                .build();
    }

    /** A notifier that stays registered or not, and one that is registered twice. */
    static Protocol registered() {
        return Protocol.module("registered")
                .flag("seen")
                .notifier("notify", body -> body.call(msleep()).call(set("seen")))
                .init(body -> body.call(registerNotifier("notify")))
                .exit(body -> body.when(chance("careful()"), then -> then.call(unregisterNotifier("notify"))))
                .fileOperations("ioctl", 1, Pinning.OWNER, body -> body
                        .call(registerNotifier("notify"))
                        .when(flag("seen"), then -> then.call(modulePut())))
                .build();
    }

    /** An interrupt whose thread sleeps, and may free its own interrupt. */
    static Protocol threadedIrq() {
        return Protocol.module("threaded-irq")
                .irqHandler("handler", body -> body.when(chance("ours()"), then -> then.call(irqWakeThread())))
                .irqThread("thread", body -> body
                        .call(msleep())
                        .when(chance("foolish()"), then -> then.call(freeIrq("handler"))))
                .init(body -> body.call(requestThreadedIrq("handler", "thread")))
                .exit(body -> body.call(freeIrq("handler")))
                .build();
    }

    /** References are taken on a module that is going. */
    static Protocol uncheckedGets() {
        return Protocol.module("unchecked-gets")
                .init(body -> body.call(uncheckedModuleGet()))
                .exit(body -> body.call(uncheckedModuleGet()))
                .work("item", body -> {})
                .fileOperations("open", 6, Pinning.NONE, body -> body.call(uncheckedModuleGet()))
                .build();
    }

    /** A reference is taken by who runs on when nobody may. */
    static Protocol uncheckedGetsInVain() {
        return Protocol.module("unchecked-gets-in-vain")
                .taskPointer("task")
                .kthread("worker", body -> body.call(uncheckedModuleGet()).call(modulePutAndKthreadExit(0)))
                .init(body -> body.when(isNull("task"), then -> then.assign("task", kthreadRun("worker"))))
                .exit(body -> {})
                .build();
    }
}
