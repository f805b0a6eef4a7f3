package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.completionDone;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.upRead;
import static org.quiesce.protocol.Ops.upWrite;
import static org.quiesce.protocol.WaitOps.downReadInterruptible;
import static org.quiesce.protocol.WaitOps.downReadKillable;
import static org.quiesce.protocol.WaitOps.downTimeout;
import static org.quiesce.protocol.WaitOps.downWriteKillable;
import static org.quiesce.protocol.WaitOps.tryWaitForCompletion;

import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.step.Snapshot;

/** What each attempt to take a lock or a completion changes, and each wait that something else can end. */
class AttemptEffectsTest {

    @Test
    void aCompletionIsTakenIfThereIsOne() {
        play(module().completion("done").init(init -> init.assign("ret", tryWaitForCompletion("done"))
                .call(complete("done")).assign("ret", tryWaitForCompletion("done")).call(completeAll("done"))
                .assign("ret", tryWaitForCompletion("done")).assign("ret", tryWaitForCompletion("done"))))
                .does("modprobe", "")
                .does("modprobe", "done=1")
                .does("modprobe", "done=0 ret[modprobe]=1")
                .does("modprobe", "done=8")
                .does("modprobe", "").does("modprobe", "");
        play(module().completion("done").init(init -> init.call(setLocal("ret", 7))
                .assign("ret", tryWaitForCompletion("done")))).go("modprobe", 1).does("modprobe", "ret[modprobe]=0");
    }

    @Test
    void whetherACompletionIsDone() {
        ProtocolBuilder driver = module().completion("done")
                .init(init -> init.when(completionDone("done"), then -> then.call(set("ready")))
                        .call(complete("done")).when(completionDone("done"), then -> then.call(set("ready")))
                        .call(completeAll("done")).when(not(completionDone("done")), then -> then.call(set("ready"))));
        play(driver).does("modprobe", "").does("modprobe", "done=1").does("modprobe", "").does("modprobe", "ready=true")
                .does("modprobe", "done=8").does("modprobe", "").does("modprobe", "module=live");
    }

    @Test
    void aSemaphoreIsWaitedForForAWhile() {
        play(module().semaphore("gate", 1).init(init -> init.call(setLocal("ret", 7)).assign("ret", downTimeout("gate"))
                .assign("ret", downTimeout("gate")))).go("modprobe", 1)
                .does("modprobe", "gate=0 ret[modprobe]=0").does("modprobe", "ret[modprobe]=-62");
        play(module().semaphore("gate", 1).spinlock("lock").init(init -> init.call(spinLock("lock"))
                .call(downTimeout("gate")))).go("modprobe", 1).does("modprobe", "fault=ATOMIC");
    }

    @Test
    void aSignalEndsAWaitToRead() {
        ProtocolBuilder driver = module().rwSemaphore("gate").init(init -> init.call(setLocal("ret", 7)))
                .fileOperation("writer", body -> body.call(downWrite("gate")).call(upWrite("gate")))
                .fileOperation("reader", body -> body.call(setLocal("ret", 7)).assign("ret", downReadInterruptible("gate"))
                        .assign("ret", downReadInterruptible("gate")));
        play(driver).until("modprobe", "module=live").until("reader", "gate[reader]=read")
                .go("writer", 1).does("writer", "gate[writer]=wait").refuse("writer").refuse("reader");
        play(driver).until("modprobe", "module=live").until("writer", "gate[writer]=write").finish("reader")
                .go("Signal", 1).until("reader", "ret[reader]=-4").go("reader", 1);
        Played twice = play(driver).until("modprobe", "module=live").until("reader", "gate[reader]=read")
                .until("reader", "warned=true");
        twice.finish("reader").go("writer", 1).does("writer", "gate[writer]=wait").refuse("writer");
        assertThat(twice.at.get("gate", "reader")).hasValueSatisfying(how -> assertThat(how).hasToString("read"));
    }

    @Test
    void aWriterThatWaitsKeepsReadersOutWhileOthersRead() {
        ProtocolBuilder driver = module().rwSemaphore("gate").init(init -> { })
                .fileOperation("holder", body -> body.call(downRead("gate")).call(upRead("gate")))
                .fileOperation("writer", body -> body.call(downWrite("gate")).call(upWrite("gate")))
                .fileOperation("reader", body -> body.call(downRead("gate")).call(upRead("gate")));
        Played waits = play(driver).until("modprobe", "module=live").until("holder", "gate[holder]=read")
                .until("writer", "gate[writer]=wait").refuse("writer").go("reader", 1).refuse("reader")
                .until("holder", "gate[holder]=none");
        Snapshot free = waits.at;
        waits.does("reader", "gate[reader]=read").refuse("writer").does("reader", "gate[reader]=none")
                .does("writer", "gate[writer]=write");
        waits.at = free;
        waits.does("writer", "gate[writer]=write").refuse("reader").does("writer", "gate[writer]=none")
                .does("reader", "gate[reader]=read");
    }

    @Test
    void aWriterThatIsKilledDoesNotWaitAnyMore() {
        ProtocolBuilder driver = module().rwSemaphore("gate").taskPointer("task")
                .kthread("worker", body -> body.call(allowSignal(Signal.SIGKILL)).assign("ret", downWriteKillable("gate"))
                        .assign("ret", downReadKillable("gate")).assign("ret", downWriteKillable("gate")))
                .init(init -> init.call(downRead("gate")).assign("task", kthreadRun("worker"))
                        .call(sendSignal("task", Signal.SIGKILL)));
        Played waits = play(driver).go("modprobe", 4).until("worker", "gate[worker]=wait").refuse("worker").go("modprobe", 2)
                .does("worker", "gate[worker]=none ret[worker]=-4")
                .does("worker", "gate[worker]=read ret[worker]=0")
                .does("worker", "ret[worker]=-4");
        assertThat(waits.at.get("gate", "worker")).hasValueSatisfying(how -> assertThat(how).hasToString("read"));
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
