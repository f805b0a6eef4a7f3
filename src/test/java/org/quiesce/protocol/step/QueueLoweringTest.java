package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.waitqueueActive;
import static org.quiesce.protocol.Conditions.wqHasSleeper;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitWoken;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpAll;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;

class QueueLoweringTest {

    @Test
    void exclusiveWaitersAreKnownToTheWakeUpThatTakesOneOfThem() {
        LoweredProtocol lowered = lower(Protocol.module("example")
                .taskPointer("task")
                .counter("items", 2)
                .waitQueue("queue")
                .kthreads("worker", 2, b -> b.call(waitEvent("queue", above("items", 0)).exclusive()))
                .init(b -> b.assign("task", kthreadRun("worker")).assign("task", kthreadRun("worker")))
                .fileOperation("write", b -> b.call(increment("items")).call(wakeUp("queue")).call(wakeUpAll("queue"))));
        assertThat(LoweringTest.describe(lowered)).contains("""
                worker none
                  WorkerBorn BirthTest NEXT>1.check FAILED>exit
                  Worker1Check MightSleep+Test TRUE>2 FALSE>1.prepare
                  Worker1Prepare WaitPrepare NEXT>1.test
                  Worker1Test Test TRUE>1.finish FALSE>1.sleep
                  Worker1Sleep Schedule NEXT>1.prepare
                  Worker1Finish WaitFinish NEXT>2
                  Worker2 ThreadReturn NEXT>exit
                """, """
                write idle
                  WriteIdle TaskEnter NEXT>6
                  Write6 Increment NEXT>7
                  Write7 WakeQueueOne NEXT>8
                  Write8 WakeQueue NEXT>leave
                  WriteLeave TaskLeave NEXT>done
                """);
        assertThat(micros(lowered, Micro.WakeQueueOne.class))
                .containsExactly(new Micro.WakeQueueOne("queue", WakeMask.NORMAL, List.of("worker1", "worker2")));
        assertThat(names(lowered)).doesNotContain("exclusive");
    }

    @Test
    void aProgramThatWaitsInBothWaysRemembersHowItIsQueued() {
        LoweredProtocol lowered = lower(worker(b -> b
                .call(waitEventInterruptible("queue", flag("ready")).exclusive())
                .call(waitEvent("queue", flag("ready")))));
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1.check FAILED>exit
                  Worker1Check MightSleep+Test TRUE>2.check FALSE>1.prepare
                  Worker1Prepare WaitPrepare+QueueAs NEXT>1.test SIGNALLED>1.retest
                  Worker1Test Test TRUE>1.finish FALSE>1.sleep
                  Worker1Sleep Schedule NEXT>1.prepare
                  Worker1Retest Test TRUE>1.finish FALSE>2.check
                  Worker1Finish WaitFinish NEXT>2.check
                  Worker2Check MightSleep+Test TRUE>3 FALSE>2.prepare
                  Worker2Prepare WaitPrepare+QueueAs NEXT>2.test
                  Worker2Test Test TRUE>2.finish FALSE>2.sleep
                  Worker2Sleep Schedule NEXT>2.prepare
                  Worker2Finish WaitFinish NEXT>3
                  Worker3 ThreadReturn NEXT>exit
                """);
        assertThat(names(lowered)).contains("exclusive");
    }

    @Test
    void exclusiveWaitsHaveTheirKernelNames() {
        assertThat(waitEventInterruptible("queue", flag("ready")).exclusive().c())
                .isEqualTo("wait_event_interruptible_exclusive(queue, ready)");
        assertThat(waitEventIdle("queue", flag("ready")).exclusive().withTimeout().c())
                .isEqualTo("wait_event_idle_exclusive_timeout(queue, ready, HZ)");
        assertThat(waitEvent("queue", flag("ready")).exclusive().c())
                .isEqualTo("wait_event_exclusive_cmd(queue, ready, , )");
    }

    @Test
    void waitWokenSetsItsStateBeforeItLooksAtItsFlags() {
        assertThat(LoweringTest.describe(lower(worker(b -> b
                .call(addWaitQueue("queue"))
                .call(waitWoken(SleepMode.INTERRUPTIBLE))
                .assign("left", waitWoken(SleepMode.UNINTERRUPTIBLE).withTimeout())
                .call(removeWaitQueue("queue")))))).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 AddWait NEXT>2.state
                  Worker2State SetState NEXT>2.test
                  Worker2Test WokenTest TRUE>2.run FALSE>2.sleep
                  Worker2Sleep Schedule NEXT>2.run
                  Worker2Run WokenClear NEXT>3.state
                  Worker3State SetState NEXT>3.test
                  Worker3Test WokenTest TRUE>3.run FALSE>3.arm
                  Worker3Arm TimerArm NEXT>3.sleep
                  Worker3Sleep Schedule NEXT>3.disarm
                  Worker3Disarm TimerOff NEXT>3.run
                  Worker3Run WokenClear NEXT>4
                  Worker4 RemoveWait NEXT>5
                  Worker5 ThreadReturn NEXT>exit
                """);
    }

    @Test
    void theTestAfterAPlainStoreOfTheStateMayReadFirst() {
        LoweredProtocol lowered = lower(worker(b -> b
                .loop(always(), loop -> loop
                        .call(plainSetCurrentState(TaskState.INTERRUPTIBLE))
                        .when(or(shouldStop(), flag("ready")), Body::leaveLoop)
                        .call(schedule()))
                .call(plainSetCurrentState(TaskState.RUNNING))));
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>2.order.a FAILED>exit
                  Worker2OrderA Test TRUE>2.load.a FALSE>2.store.a
                  Worker2LoadA Test TRUE>2.store.b FALSE>2.order.b
                  Worker2StoreA SetState NEXT>3.a
                  Worker2StoreB SetState NEXT>8
                  Worker2OrderB Test TRUE>2.load.b FALSE>2.store.c
                  Worker2LoadB Test TRUE>2.store.b FALSE>2.store.d
                  Worker2StoreC SetState NEXT>3.b
                  Worker2StoreD SetState NEXT>6
                  Worker3A Test TRUE>8 FALSE>3.b
                  Worker3B Test TRUE>8 FALSE>6
                  Worker6 Schedule NEXT>2.order.a
                  Worker8 SetState NEXT>9
                  Worker9 ThreadReturn NEXT>exit
                """);
        assertThat(lowered.reorderings()).extracting(Step::label).containsExactly("2.order.a", "2.order.b");
    }

    @Test
    void theStoreAtTheEndOfALoopsBodyIsFollowedByTheTestOfTheLoop() {
        assertThat(LoweringTest.describe(lower(worker(b -> b
                .until(flag("ready"), loop -> loop.call(plainSetCurrentState(TaskState.IDLE))))))).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 Test TRUE>4 FALSE>2.order.a
                  Worker2OrderA Test TRUE>2.load.a FALSE>2.store.a
                  Worker2LoadA Test TRUE>2.store.b FALSE>2.store.c
                  Worker2StoreA SetState NEXT>1
                  Worker2StoreB SetState NEXT>4
                  Worker2StoreC SetState NEXT>2.order.a
                  Worker4 ThreadReturn NEXT>exit
                """);
    }

    @Test
    void waitqueueActiveMayReadBeforeAStoreAndABarrierKeepsItFromThat() {
        LoweredProtocol lowered = lower(worker(b -> b.call(waitEvent("queue", flag("ready"))))
                .environment("device", b -> b
                        .call(set("ready"))
                        .when(waitqueueActive("queue"), then -> then.call(wakeUp("queue"))))
                .environment("careful", b -> b
                        .call(set("ready"))
                        .when(wqHasSleeper("queue"), then -> then.call(wakeUp("queue")))));
        assertThat(LoweringTest.describe(lowered)).contains("""
                device 5.order.a
                  Device5OrderA Test TRUE>5.load.a FALSE>5.store.a
                  Device5LoadA Test TRUE>5.store.b FALSE>5.store.c
                  Device5StoreA SetFlag NEXT>6
                  Device5StoreB SetFlag NEXT>7
                  Device5StoreC SetFlag NEXT>done
                  Device6 Test TRUE>7 FALSE>done
                  Device7 WakeQueue NEXT>done
                """, """
                careful 9
                  Careful9 SetFlag NEXT>10
                  Careful10 Test TRUE>11 FALSE>done
                  Careful11 WakeQueue NEXT>done
                """);
    }

    private static ProtocolBuilder worker(Consumer<Body> body) {
        return Protocol.module("example")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .kthread("worker", body)
                .init(b -> b.assign("task", kthreadRun("worker")));
    }

    private static LoweredProtocol lower(ProtocolBuilder builder) {
        return Lowering.lower(builder.build(), Granularity.MICRO);
    }

    private static <M extends Micro> List<M> micros(LoweredProtocol lowered, Class<M> kind) {
        return lowered.steps().flatMap(s -> s.micros().stream()).filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<String> names(LoweredProtocol lowered) {
        return Vocabulary.of(lowered).stream().map(StateVariable::name).toList();
    }
}
