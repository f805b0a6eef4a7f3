package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.less;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Drafts.one;
import static org.quiesce.protocol.Drafts.refuses;
import static org.quiesce.protocol.Drafts.worker;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadExit;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopCurrent;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.waitEvent;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Program.Pinning;

/** build() refuses what can't mean anything, with a message that names the place. */
class ProtocolRefusalTest {

    @Test
    void undeclaredThread() {
        refuses(Protocol.module("p").taskPointer("task").kthread("worker", b -> b.returns(0))
                        .init(b -> b.assign("task", kthreadRun("wroker"))),
                "protocol p, init, line 2 'task = kthread_run(wroker, NULL, \"wroker\");': there is no kthread 'wroker'; declare it with kthread(\"wroker\", …)");
    }

    @Test
    void unknownObjects() {
        refuses(worker(b -> b.call(waitEvent("queue", shouldStop()))),
                "protocol p, worker, line 1 'wait_event(queue, kthread_should_stop());': there is no wait queue 'queue';"
                        + " declare it before build()");
        refuses(worker(b -> b.call(mutexLock("lock"))),
                "protocol p, worker, line 1 'mutex_lock(&lock);': there is no mutex 'lock'; declare it before build()");
        refuses(worker(b -> b.until(flag("ready"), loop -> loop.call(schedule()))),
                "protocol p, worker, line 1 'while (!ready) {': there is no flag 'ready'; declare it before build()");
        refuses(one().spinlock("lock").exit(b -> b.call(mutexLock("lock"))),
                "there is no mutex 'lock'");
    }

    @Test
    void breakAndContinueOutsideOfALoop() {
        refuses(worker(Body::leaveLoop), "protocol p, worker, line 1 'break;': break outside of a loop");
        refuses(worker(b -> b.when(shouldStop(), Body::nextTurn)),
                "protocol p, worker, line 2 'continue;': continue outside of a loop");
    }

    @Test
    void callsOfKernelThreadsElsewhere() {
        assertThatCode(() -> one().exit(b -> b.until(shouldStop(), loop -> loop.call(msleep()))).build())
                .as("a user task can call it, and gets what it deserves").doesNotThrowAnyException();
        refuses(one().timer("tick", b -> b.when(shouldStop(), then -> {})),
                "kthread_should_stop() tests the calling kernel thread, and 'tick' is none");
        refuses(one().work("item", b -> b.when(shouldPark(), then -> {})),
                "kthread_should_park() tests the calling kernel thread, and 'item' is none");
        refuses(one().exit(b -> b.call(kthreadParkme())),
                "protocol p, exit, line 4 'kthread_parkme();': only a kernel thread can call this, and 'exit' is none");
        refuses(worker(b -> { }).init(b -> b.assign("task", kthreadRun("worker"))
                        .call(kthreadCompleteAndExit(0))),
                "protocol p, init, line 3 'kthread_complete_and_exit(NULL, 0);': only a kernel thread can call this");
        refuses(one().work("refill", b -> b.call(tryToFreeze())).exit(b -> b.call(scheduleWork("refill"))),
                "protocol p, refill, line 5 'try_to_freeze();': only a kernel thread can call this");
        refuses(one().fileOperation("read", b -> b.call(kthreadStopCurrent())),
                "protocol p, read, line 4 'kthread_stop(current);': only a kernel thread can call this");
    }

    @Test
    void callsOutsideOfATask() {
        refuses(one().environment("device", b -> b.call(schedule())),
                "line 4 'schedule();': this needs a task, and the environment 'device' is none; use a fileOperation");
        refuses(one().environment("device", b -> b.when(signalPending(), then -> then.call(increment("n"))))
                        .counter("n", 3),
                "signal_pending(current) tests the running task, and 'device' is none");
        refuses(one().timer("tick", b -> b.call(setCurrentState(TaskState.IDLE))).exit(b -> b.call(modTimer("tick"))),
                "'tick' interrupts a task, whose state this would set");
        assertThatCode(() -> one().work("refill", b -> b.call(setCurrentState(TaskState.IDLE)).call(schedule()))
                .exit(b -> b.call(scheduleWork("refill"))).build()).doesNotThrowAnyException();
    }

    /** A thread may ask itself to park: it skips most of kthread_park(). */
    @Test
    void aThreadThatParksItself() {
        assertThatCode(() -> worker(b -> b.call(new KthreadOperation.KthreadPark(new TaskRef.Current()))).build())
                .doesNotThrowAnyException();
        refuses(one().exit(b -> b.call(new KthreadOperation.KthreadPark(new TaskRef.Current()))),
                "only a kernel thread can call this, and 'exit' is none");
    }

    @Test
    void variables() {
        refuses(one().exit(b -> b.assign("task", kthreadStop("task"))),
                "kthread_stop(task) yields a number, and 'task' is a shared object; assign it to a local variable");
        refuses(one().exit(b -> b.assign("ret", msleep())), "msleep(100) yields nothing that could be assigned");
        refuses(worker(b -> b.call(setLocal("task", 1))),
                "'task' is a shared object; a local variable needs a name of its own");
        refuses(worker(b -> b.call(setLocal("worker1", 1))),
                "protocol p, worker: local variable 'worker1' has the name of something else; rename it");
        refuses(worker(b -> b.call(setLocal("Ret", 1))), "protocol p, worker: 'Ret' is no name for this");
    }

    @Test
    void values() {
        refuses(worker(b -> b.returns(100_000)), "the value 100000 is out of range; use -4095 to 4095");
        refuses(worker(b -> b.returns(Integer.MIN_VALUE)), "the value -2147483648 is out of range");
        refuses(worker(b -> b.call(setLocal("ret", 0)).when(less("ret", 9999), then -> then.returns(1))),
                "the value 9999 is out of range");
        refuses(worker(b -> b.call(kthreadExit(5000))), "the value 5000 is out of range");
    }

    @Test
    void names() {
        refuses(Protocol.module("Bad Name"), "'Bad Name' is no name for a protocol");
        refuses(Protocol.module("../../etc"), "'../../etc' is no name for a protocol");
        refuses(one().flag("usage"), "'usage' is a name that every model uses itself; choose another, such as my_usage");
        refuses(one().flag("While"), "'While' is no name for this");
        refuses(one().flag("while"), "'while' means something else in C; choose another, such as my_while");
        refuses(one().flag("typeof"), "'typeof' means something else in C");
        refuses(one().flag("task"), "the name 'task' is given twice");
        refuses(one().mutex("worker"), "the name 'worker' is given twice");
        refuses(one().environment("modprobe", b -> { }), "the name 'modprobe' is given twice");
        refuses(one().fileOperations("read", 2, Pinning.NONE, b -> { }).flag("read2"), "the name 'read2' is given twice");
        refuses(one().flag(""), "protocol p: '' is no name for this");
        refuses(Protocol.module(""), "'' is no name for a protocol");
        refuses(Protocol.module("a".repeat(81)), "is no name for a protocol");
        refuses(one().flag("a\u001b[31m"), "'a?[31m' is no name for this");
    }

    @Test
    void functionsThatTheKernelDoesNotHave() {
        refuses(one().completion("done").exit(b -> b.call(
                        new CompletionOperation.WaitForCompletion("done", SleepMode.IDLE, Timeout.NEVER))),
                "protocol p, exit, line 4 'wait_for_completion_idle(&done);': the kernel has no such function");
    }

    @Test
    void textsThatBreakTheListing() {
        refuses(one().title("Two\nlines."), "the title has a line break or another control character");
        refuses(worker(b -> b.when(chance(" "), then -> then.returns(1))), "the reason of a chance must say");
        refuses(worker(b -> b.when(chance("x) {\n\0"), then -> then.returns(1))),
                "line 1 'if (x) {??) {': the reason of a chance must say");
    }

    @Test
    void counts() {
        refuses(Protocol.module("p").taskPointer("task").kthreads("worker", 0, b -> { })
                .init(b -> b.assign("task", kthreadRun("worker"))), "0 threads of 'worker' can't be checked; give 1 to 16");
        assertThatThrownBy(() -> one().build().withThreads("worker", 1_000_000))
                .hasMessageContaining("1000000 threads of 'worker' can't be checked; give 1 to 16");
        assertThatThrownBy(() -> one().build().withThreads("x", 2))
                .hasMessageContaining("protocol p has no kthread 'x'; it has worker");
        refuses(one().fileOperations("read", 17, Pinning.OWNER, b -> { }),
                "17 tasks in 'read' can't be checked; give 1 to 16");
        refuses(one().spuriousWakeUps(4), "4 spurious wake-ups can't be checked; give 0 to 3");
        refuses(one().counter("n", 16), "counter 'n' must have a maximum of 1 to 15");
    }

    @Test
    void threadsThatNobodyCreates() {
        refuses(one().kthread("other", b -> b.returns(0)), "no program ever creates a thread of 'other'");
    }

    @Test
    void callbacksOfAnotherKind() {
        refuses(one().timer("tick", b -> { }).exit(b -> b.call(scheduleWork("tick"))), "there is no work 'tick'");
    }

    @Test
    void whatCanNotBeMeant() {
        refuses(worker(b -> b.call(setCurrentState(TaskState.DEAD))), "TASK_DEAD is not for a thread to set by hand");
        refuses(one().exit(b -> b.returns(Errno.EBUSY)), "nobody takes what 'exit' returns");
        refuses(one().irqHandler("on_irq", b -> b.returns(1)).exit(b -> b.call(requestIrq("on_irq"))),
                "nobody takes what 'on_irq' returns; returns(0) stands for a plain return");
        refuses(one().counter("n", 3).exit(b -> b.when(above("n", 99), then -> then.call(msleep()))),
                "n > 99 is decided already: n stays within 0 to 3");
    }

    @Test
    void waitsThatNeverWait() {
        refuses(one().waitQueue("queue").exit(b -> b.call(waitEvent("queue", always()))), "never waits; remove it");
        refuses(one().flag("ready").waitQueue("queue").exit(b -> b.call(waitEvent("queue", or(flag("ready"), always())))),
                "never waits; remove it");
        assertThatCode(() -> one().waitQueue("queue").exit(b -> b.call(waitEvent("queue", not(always())))).build())
                .doesNotThrowAnyException();
    }

    /** A block is given a body of its own; the body around it would take the statement before the block. */
    @Test
    void statementsInTheWrongBody() {
        assertThatThrownBy(() -> worker(b -> b.when(shouldStop(), then -> b.call(msleep()))))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("protocol p, worker: 'msleep(100);' is added around the block that is being built; add it to"
                        + " the body that the block was given");
        assertThatThrownBy(() -> worker(b -> b.loop(always(),
                        loop -> loop.when(shouldStop(), then -> b.when(shouldStop(), Body::leaveLoop)))))
                .hasMessageContaining("'if (kthread_should_stop()) {' is added around the block");
        AtomicReference<Body> kept = new AtomicReference<>();
        worker(kept::set);
        assertThatThrownBy(() -> kept.get().returns(0))
                .hasMessage("protocol p, worker: 'return 0;' comes too late: its block is complete; add it while it is"
                        + " built");
    }

    @Test
    void aGoodProtocolIsBuilt() {
        assertThatCode(() -> one().flag("ready").exit(b -> b.call(set("ready")).call(kthreadStop("task"))).build())
                .doesNotThrowAnyException();
    }
}
