package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.copyToUser;
import static org.quiesce.protocol.Ops.kthreadExit;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnuseMm;
import static org.quiesce.protocol.Ops.kthreadUseMm;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.waitEvent;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

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
        refuses(one().timer("tick", b -> b.when(shouldStop(), then -> {})),
                "kthread_should_stop() tests the calling kernel thread, and 'tick' is none");
        refuses(one().work("item", b -> b.when(shouldPark(), then -> {})),
                "kthread_should_park() tests the calling kernel thread, and 'item' is none");
        refuses(one().exit(b -> b.call(kthreadParkme())),
                "kthread_parkme() is for a kernel thread, and 'exit' is none");
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
