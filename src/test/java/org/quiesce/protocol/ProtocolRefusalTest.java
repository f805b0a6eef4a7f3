package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.copyToUser;
import static org.quiesce.protocol.Ops.down;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kthreadExit;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnuseMm;
import static org.quiesce.protocol.Ops.kthreadUseMm;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.preemptDisable;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.taskWorkAdd;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitWoken;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Operation.Placement;

/** build() refuses what can't mean anything, with a message that names the place. */
class ProtocolRefusalTest {

    @Test
    void undeclaredThread() {
        refuses(Protocol.module("p").taskPointer("task").kthread("worker", b -> b.returns(0))
                        .init(b -> b.assign("task", kthreadRun("wroker"))),
                "protocol p, init, line 2: there is no kthread 'wroker'; declare it with kthread(\"wroker\", …)");
    }

    @Test
    void unknownObjects() {
        refuses(worker(b -> b.call(waitEvent("queue", shouldStop()))),
                "protocol p, worker, line 1: there is no wait queue 'queue'; declare it before build()");
        refuses(worker(b -> b.call(mutexLock("lock"))),
                "protocol p, worker, line 1: there is no mutex 'lock'; declare it before build()");
        refuses(worker(b -> b.until(flag("ready"), loop -> loop.call(schedule()))),
                "protocol p, worker, line 1: there is no flag 'ready'; declare it before build()");
        refuses(worker(b -> b.call(down("sem"))).rwSemaphore("sem"), "there is no semaphore 'sem'");
        refuses(worker(b -> b.call(downRead("sem"))).semaphore("sem", 1), "there is no rw_semaphore 'sem'");
        refuses(one().irqHandler("event", b -> { }).exit(b -> b.call(registerNotifier("event"))),
                "there is no notifier 'event'");
        refuses(one().spinlock("lock").exit(b -> b.call(mutexLock("lock"))),
                "there is no mutex 'lock'");
    }

    @Test
    void breakAndContinueOutsideOfALoop() {
        refuses(worker(Body::leaveLoop), "protocol p, worker, line 1: break outside of a loop");
        refuses(worker(b -> b.when(shouldStop(), Body::nextTurn)),
                "protocol p, worker, line 2: continue outside of a loop");
    }

    @Test
    void callsThatTheContextCanNotMake() {
        refuses(one().exit(b -> b.until(shouldStop(), loop -> loop.call(msleep()))),
                "kthread_should_stop() tests the calling kernel thread, and 'exit' is none");
        refuses(one().exit(b -> b.call(kthreadParkme())),
                "kthread_parkme() is for a kernel thread, and 'exit' is none");
        refuses(one().exit(b -> b.call(suspendFreezeProcesses())),
                "suspend_freeze_processes() is called by what suspends the machine, and that is outside of the module");
        refuses(one().environment("device", b -> b.call(preemptDisable())),
                "preempt_disable() needs a task, and the environment 'device' is none");
        refuses(one().environment("device", b -> b.call(schedule())),
                "schedule() needs a task, and the environment 'device' is none; use a fileOperation");
    }

    @Test
    void variables() {
        refuses(one().exit(b -> b.assign("task", kthreadStop("task"))),
                "kthread_stop(task) yields a number, and 'task' is a shared object; assign it to a local variable");
        refuses(one().exit(b -> b.assign("ret", msleep())), "msleep(100) yields nothing that could be assigned");
        refuses(worker(b -> b.when(notEqual("ret", 0), then -> then.returns(1))),
                "local variable 'ret' is never assigned in worker");
        refuses(worker(b -> b.returns(100_000)), "the value 100000 is out of range");
    }

    @Test
    void names() {
        refuses(Protocol.module("Bad Name"), "'Bad Name' is no name for a protocol");
        refuses(Protocol.module("../../etc"), "'../../etc' is no name for a protocol");
        refuses(one().flag("usage"), "'usage' is a name that every model uses itself; choose another, such as my_usage");
        refuses(one().flag("While"), "'While' is no name for this");
        refuses(one().flag("while"), "'while' is a C keyword");
        refuses(one().flag("task"), "the name 'task' is given twice");
        refuses(one().flag("a\u001b[31m"), "'a?[31m' is no name for this");
    }

    @Test
    void counts() {
        refuses(Protocol.module("p").taskPointer("task").kthreads("worker", 0, b -> { })
                .init(b -> b.assign("task", kthreadRun("worker"))), "0 threads of 'worker' can't be checked; give 1 to 16");
        assertThatThrownBy(() -> one().build().withThreads("worker", 1_000_000))
                .hasMessageContaining("1000000 threads of 'worker' can't be checked; give 1 to 16");
        assertThatThrownBy(() -> one().build().withThreads("x", 2))
                .hasMessageContaining("protocol p has no kthread 'x'; it has worker");
        refuses(one().counter("n", 16), "counter 'n' must have a maximum of 1 to 15");
        refuses(one().semaphore("sem", 8), "semaphore 'sem' must start at 0 to 7");
    }

    @Test
    void threadedInterrupts() {
        refuses(one().irqHandler("handler", b -> b.call(irqWakeThread())).exit(b -> b.call(requestIrq("handler"))),
                "return IRQ_WAKE_THREAD: no request_threaded_irq() gives 'handler' a thread");
        refuses(one().irqHandler("handler", b -> { }).exit(b -> b.call(requestThreadedIrq("handler", "bottom"))),
                "there is no irq thread 'bottom'");
        refuses(one().irqThread("bottom", b -> { }), "no program ever requests an interrupt with 'bottom'");
        refuses(one().irqHandler("handler", b -> { }).irqHandler("other", b -> { }).irqThread("bottom", b -> { })
                        .exit(b -> b.call(requestThreadedIrq("handler", "bottom")).call(requestThreadedIrq("other", "bottom"))),
                "'bottom' is requested with more than one partner");
    }

    @Test
    void initTextOfWhatIsNoThreadFunction() {
        assertThatThrownBy(() -> one().initText("init")).isInstanceOf(ProtocolException.class)
                .hasMessage("protocol p: there is no kthread 'init' to put into init text; declare it first");
    }

    @Test
    void oopsesOfWhatIsNoThreadFunction() {
        refuses(one().oops("init"), "protocol p: there is no kthread 'init' that could die of an oops");
    }

    @Test
    void taskWorks() {
        refuses(one().exit(b -> b.call(taskWorkAdd("task", "late"))), "there is no task work 'late'");
        refuses(one().taskWork("late", b -> { }), "no program ever gives the task work 'late' to a thread");
        refuses(one().taskWork("late", b -> b.call(kthreadExit(0))).exit(b -> b.call(taskWorkAdd("task", "late"))),
                "kthread_exit(0) in a task work: the thread has exited already");
        refuses(one().taskWork("late", b -> b.returns(1)).exit(b -> b.call(taskWorkAdd("task", "late"))),
                "a task work returns nothing");
        refuses(one().taskWork("late", b -> { }).exit(b -> b.call(taskWorkAdd("task", "late"))).initText("worker"),
                "a task work and a thread function in init text in one protocol are not modelled");
        assertThatThrownBy(() -> one().taskWork("late", b -> { }).taskWork("later", b -> { }))
                .hasMessageContaining("task works 'late' and 'later': only one can be modelled");
    }

    @Test
    void placesThatTheKernelDoesNotOffer() {
        refuses(one().init(b -> b.assign("task", kthreadRun("worker").placed(Placement.ON_NODE))),
                "the kernel has no kthread_run_on_node(worker, NULL, node, \"worker\"); create the thread on the node");
    }

    @Test
    void threadsThatNobodyCreates() {
        refuses(one().kthread("other", b -> b.returns(0)), "no program ever creates a thread of 'other'");
    }

    @Test
    void whatIsNeverReached() {
        refuses(worker(b -> b.returns(0).call(msleep())),
                "protocol p, worker, line 2: nothing ever gets here: the statement before leaves");
        refuses(worker(b -> b.call(kthreadExit(0)).returns(0)), "worker, line 2: nothing ever gets here");
    }

    @Test
    void whatCanNotBeMeant() {
        refuses(worker(b -> b.call(setCurrentState(TaskState.DEAD))), "TASK_DEAD is not for a thread to set by hand");
        refuses(one().exit(b -> b.returns(Errno.EBUSY)), "an exit function returns nothing");
        refuses(one().counter("n", 3).exit(b -> b.when(above("n", 99), then -> then.call(msleep()))),
                "n > 99 is decided already: n stays within 0 to 3");
    }

    @Test
    void waitsThatNeverWait() {
        refuses(one().waitQueue("queue").exit(b -> b.call(waitEvent("queue", always()))), "never waits; remove it");
    }

    @Test
    void exclusiveWaitsThatTheKernelDoesNotHave() {
        refuses(worker(b -> b.call(waitEvent("queue", shouldStop()).withTimeout().exclusive())).waitQueue("queue"),
                "worker, line 1: the kernel has no wait_event_exclusive_timeout(queue, kthread_should_stop(), HZ)");
    }

    @Test
    void waitQueueEntriesThatAreNotModelled() {
        refuses(worker(b -> b.call(waitWoken(SleepMode.IDLE))),
                "wait_woken(&wait, TASK_IDLE, MAX_SCHEDULE_TIMEOUT) without add_wait_queue() in 'worker'");
        refuses(worker(b -> b.call(removeWaitQueue("queue"))).waitQueue("queue"),
                "remove_wait_queue(&queue, &wait) without add_wait_queue() in 'worker'");
        refuses(worker(b -> b.call(addWaitQueue("queue")).call(addWaitQueue("other"))).waitQueue("queue").waitQueue("other"),
                "line 1: add_wait_queue(&queue, &wait): 'worker' adds its only wait to another queue, too");
        refuses(worker(b -> b.call(addWaitQueue("queue")).call(waitEvent("queue", shouldStop()))).waitQueue("queue"),
                "also waits there with wait_event()");
    }

    /** Kernel threads have no mm. */
    @Test
    void userMemoryInAKernelThread() {
        refuses(worker(b -> b.call(copyToUser())), "in a kernel thread: its mm is NULL");
        refuses(worker(b -> b.call(kthreadUseMm()).call(kthreadUnuseMm()).call(copyToUser())), "its mm is NULL");
        assertThatCode(() -> worker(b -> b.call(kthreadUseMm()).call(copyToUser()).call(kthreadUnuseMm())).build())
                .doesNotThrowAnyException();
        assertThatCode(() -> one().fileOperation("read", b -> b.call(copyToUser())).build())
                .doesNotThrowAnyException();
    }

    @Test
    void aGoodProtocolIsBuilt() {
        assertThatCode(() -> one().flag("ready").exit(b -> b.call(set("ready")).call(kthreadStop("task"))).build())
                .doesNotThrowAnyException();
    }

    private static ProtocolBuilder one() {
        return worker(b -> b.returns(0));
    }

    private static ProtocolBuilder worker(Consumer<Body> body) {
        return Protocol.module("p")
                .taskPointer("task")
                .kthread("worker", body)
                .init(b -> b.assign("task", kthreadRun("worker")));
    }

    private static void refuses(ProtocolBuilder builder, String message) {
        assertThatThrownBy(builder::build).isInstanceOf(ProtocolException.class).hasMessageContaining(message);
    }
}
