package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Drafts.one;
import static org.quiesce.protocol.Drafts.refuses;
import static org.quiesce.protocol.Drafts.worker;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelDelayedWork;
import static org.quiesce.protocol.Ops.down;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kthreadExit;
import static org.quiesce.protocol.Ops.kthreadFlushWorker;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStopWorkerTask;
import static org.quiesce.protocol.Ops.preemptDisable;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.taskWorkAdd;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitWoken;

import org.junit.jupiter.api.Test;
import org.quiesce.protocol.KthreadOperation.Placement;

/** build() refuses uses of waits, locks, interrupts, work and the like that can't mean anything. */
class PrimitiveRefusalTest {

    @Test
    void objectsThatAreNotDeclared() {
        refuses(worker(b -> b.call(down("sem"))).rwSemaphore("sem"), "there is no semaphore 'sem'");
        refuses(worker(b -> b.call(downRead("sem"))).semaphore("sem", 1), "there is no rw_semaphore 'sem'");
        refuses(one().semaphore("sem", 8), "semaphore 'sem' must start at 0 to 7");
        refuses(one().irqHandler("event", b -> { }).exit(b -> b.call(registerNotifier("event"))),
                "there is no notifier 'event'");
        refuses(one().exit(b -> b.call(kthreadFlushWorker("helper"))), "there is no kthread worker 'helper'");
        refuses(one().exit(b -> b.call(kthreadStopWorkerTask("helper"))), "there is no kthread worker 'helper'");
    }

    @Test
    void contextsThatCannotCallIt() {
        refuses(one().exit(b -> b.call(suspendFreezeProcesses())),
                "what suspends the machine calls this, and that is outside of the module; put it into an environment");
        refuses(one().environment("device", b -> b.call(preemptDisable())),
                "line 4 'preempt_disable();': this needs a task, and the environment 'device' is none");
    }

    @Test
    void threadedInterrupts() {
        refuses(one().irqHandler("handler", b -> b.call(irqWakeThread())).exit(b -> b.call(requestIrq("handler"))),
                "no request_threaded_irq() gives 'handler' a thread");
        refuses(one().irqHandler("handler", b -> { }).exit(b -> b.call(requestThreadedIrq("handler", "bottom"))),
                "there is no irq thread 'bottom'");
        refuses(one().irqThread("bottom", b -> { }), "no program ever requests an interrupt with 'bottom'");
        refuses(one().irqHandler("handler", b -> { }).irqHandler("other", b -> { }).irqThread("bottom", b -> { })
                        .exit(b -> b.call(requestThreadedIrq("handler", "bottom")).call(requestThreadedIrq("other", "bottom"))),
                "'bottom' is requested with more than one partner");
    }

    @Test
    void functionsThatAreNoThreadFunction() {
        assertThatThrownBy(() -> one().initText("init")).isInstanceOf(ProtocolException.class)
                .hasMessage("protocol p: there is no kthread 'init' to put into init text; declare it first");
        refuses(one().oops("init"), "protocol p: there is no kthread 'init' that could die of an oops");
    }

    @Test
    void taskWorks() {
        refuses(one().exit(b -> b.call(taskWorkAdd("task", "late"))), "there is no task work 'late'");
        refuses(one().taskWork("late", b -> { }), "no program ever gives the task work 'late' to a thread");
        refuses(one().taskWork("late", b -> b.call(kthreadExit(0))).exit(b -> b.call(taskWorkAdd("task", "late"))),
                "the thread has exited already when it runs a task work");
        refuses(one().taskWork("late", b -> b.returns(1)).exit(b -> b.call(taskWorkAdd("task", "late"))),
                "nobody takes what 'late' returns");
        refuses(one().taskWork("late", b -> { }).exit(b -> b.call(taskWorkAdd("task", "late"))).initText("worker"),
                "a task work and a thread function in init text in one protocol are not modelled");
        assertThatThrownBy(() -> one().taskWork("late", b -> { }).taskWork("later", b -> { }))
                .hasMessageContaining("task works 'late' and 'later': only one can be modelled");
    }

    @Test
    void callsThatTheKernelDoesNotHave() {
        refuses(one().init(b -> b.assign("task", kthreadRun("worker").placed(Placement.ON_NODE))),
                "'task = kthread_run_on_node(worker, NULL, node, \"worker\");': the kernel has no such function");
        refuses(worker(b -> b.call(waitEvent("queue", shouldStop()).withTimeout().exclusive())).waitQueue("queue"),
                "the kernel has no such function; only wait_event_idle_exclusive has a timeout");
    }

    @Test
    void waitQueueEntriesThatAreNotModelled() {
        refuses(worker(b -> b.call(waitWoken(SleepMode.IDLE))), "'worker' adds no wait to the queue");
        refuses(worker(b -> b.call(removeWaitQueue("queue"))).waitQueue("queue"), "'worker' adds no wait to the queue");
        refuses(worker(b -> b.call(addWaitQueue("queue")).call(addWaitQueue("other")))
                        .waitQueue("queue").waitQueue("other"),
                "'worker' adds its only wait to another queue, too");
        refuses(worker(b -> b.call(addWaitQueue("queue")).call(waitEvent("queue", shouldStop()))).waitQueue("queue"),
                "also waits there with wait_event()");
    }

    @Test
    void itemsThatAreDeclaredForSomethingElse() {
        refuses(one().workqueue("queue").work("item", b -> { }).exit(b -> b.call(queueWork("queue", "item"))),
                "'item' is declared for a system workqueue; queue it there");
        refuses(one().workqueue("queue").work("item", "queue", b -> { }).exit(b -> b.call(scheduleWork("item"))),
                "'item' is declared for 'queue'; queue it there");
        refuses(one().work("item", b -> { }).exit(b -> b.call(cancelDelayedWork("item"))),
                "'item' has no timer; declare it as delayed work");
        refuses(one().orderedWorkqueue("queue").exit(b -> b.call(allocWorkqueue("queue"))),
                "'queue' is declared ordered; allocate it as an ordered workqueue");
        refuses(one().work("item", "queue", b -> { }), "there is no workqueue 'queue' for 'item'");
        refuses(one().kthreadWork("item", "helper", b -> { }), "there is no kthread worker 'helper' for 'item'");
    }
}
