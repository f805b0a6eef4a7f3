package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.completionDone;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.upWrite;
import static org.quiesce.protocol.WaitOps.downReadInterruptible;
import static org.quiesce.protocol.WaitOps.downTimeout;
import static org.quiesce.protocol.WaitOps.tryWaitForCompletion;

import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

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
                .go("writer", 1).refuse("writer");
        play(driver).until("modprobe", "module=live").until("writer", "gate[writer]=write").finish("reader")
                .go("Signal", 1).until("reader", "ret[reader]=-4").go("reader", 1);
        Played twice = play(driver).until("modprobe", "module=live").until("reader", "gate[reader]=read")
                .until("reader", "warned=true");
        twice.finish("reader").go("writer", 1).refuse("writer");
        assertThat(twice.at.get("gate", "reader")).hasValueSatisfying(how -> assertThat(how).hasToString("read"));
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
