package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.CallbackOps.hrtimerTryToCancel;
import static org.quiesce.protocol.CallbackOps.tryToDelTimerSync;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.less;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.down;
import static org.quiesce.protocol.Ops.downInterruptible;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.downTrylock;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.synchronizeRcu;
import static org.quiesce.protocol.Ops.up;
import static org.quiesce.protocol.Ops.upRead;
import static org.quiesce.protocol.Ops.upWrite;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

class LockLoweringTest {

    @Test
    void semaphores() {
        LoweredProtocol lowered = lower(Granularity.MERGED, worker(b -> b
                .call(down("sem"))
                .assign("ret", downInterruptible("sem"))
                .when(equal("ret", 0), then -> then.call(up("sem")))
                .assign("busy", downTrylock("sem"))
                .when(equal("busy", 0), then -> then.call(up("sem"))))
                .semaphore("sem", 2));
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 Down NEXT>2
                  Worker2 DownUnlessSignalled NEXT>4 SIGNALLED>6
                  Worker4 Up NEXT>6
                  Worker6 TryDown TRUE>8 FALSE>10
                  Worker8 Up NEXT>10
                  Worker10 ThreadReturn NEXT>exit
                """);
        assertThat(lowered.step("Worker1")).get().extracting(Step::fairness).isEqualTo(Fairness.STRONG);
        assertThat(variable(lowered, "sem").domains().get("")).hasSize(8);
    }

    @Test
    void loopsThatOnlyRetryADeleteWait() {
        LoweredProtocol lowered = lower(Granularity.MICRO, worker(b -> b
                        .doWhile(loop -> loop.assign("ret", tryToDelTimerSync("tick")), less("ret", 0))
                        .loop(always(), loop -> loop
                                .assign("ret", hrtimerTryToCancel("tock"))
                                .when(not(equal("ret", -1)), Body::leaveLoop))
                        .doWhile(loop -> loop.assign("ret", tryToDelTimerSync("tick")), equal("ret", 0)))
                .timer("tick", b -> b.call(modTimer("tick")))
                .hrtimer("tock", b -> {}));
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>2 FAILED>exit
                  Worker2 CallbackDelete NEXT>5
                  Worker5 CallbackDelete NEXT>11
                  Worker11 TryDelete NEXT>12
                  Worker12 Test TRUE>11 FALSE>13
                  Worker13 ThreadReturn NEXT>exit
                """);
        assertThat(lowered.step("Worker2")).get().extracting(Step::fairness).isEqualTo(Fairness.STRONG);
    }

    @Test
    void readersAndWriters() {
        LoweredProtocol lowered = lower(Granularity.MICRO, worker(b -> b.call(downRead("sem")).call(upRead("sem")))
                .exit(b -> b.call(downWrite("sem")).call(upWrite("sem")))
                .rwSemaphore("sem"));
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 DownRw NEXT>2
                  Worker2 UpRw NEXT>3
                  Worker3 ThreadReturn NEXT>exit
                """);
        assertThat(variable(lowered, "sem").domains()).isEqualTo(Map.of(
                "worker", words("none", "read", "write", "wait"), "modprobe", words("none", "read", "write", "wait")));
    }

    /** What is free is taken in the state that was set; who has to wait is RUNNING afterwards. */
    @Test
    void semaphoresInTheWindowBeforeASleep() {
        assertThat(LoweringTest.describe(lower(Granularity.MICRO, worker(b -> b
                .call(setCurrentState(TaskState.IDLE))
                .call(down("sem"))
                .call(downRead("rw"))
                .call(schedule())).semaphore("sem", 0).rwSemaphore("rw")))).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 SetState NEXT>2.try
                  Worker2Try AtOnce TRUE>3.try FALSE>2.wait
                  Worker2Wait Down+SetState NEXT>3.try
                  Worker3Try AtOnce TRUE>4 FALSE>3.wait
                  Worker3Wait DownRw+SetState NEXT>4
                  Worker4 Schedule NEXT>5
                  Worker5 ThreadReturn NEXT>exit
                """);
    }

    @Test
    void whoHasSectionsDelaysAGracePeriodInThemAndWhoMustNotSleepAtAnyTime() {
        LoweredProtocol lowered = lower(Granularity.MICRO, worker(b -> b.call(rcuReadLock()).call(rcuReadUnlock()))
                .timer("tick", b -> { })
                .exit(b -> b.call(synchronizeRcu())));
        assertThat(LoweringTest.describe(lowered)).isEqualTo("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 SectionBegin NEXT>2
                  Worker2 SectionEnd NEXT>3
                  Worker3 ThreadReturn NEXT>exit
                  WorkerExit ExitComplete NEXT>exited
                  WorkerExited ExitReap NEXT>dead
                  WorkerDead TaskFree NEXT>gone
                modprobe 4.create
                  Modprobe4Create CreateThread NEXT>4.wake
                  Modprobe4Wake WakeNew NEXT>4.store
                  Modprobe4Store StorePointer NEXT>5
                  Modprobe5 InitReturn TRUE>live
                  ModprobeLive UnloadRequest NEXT>6.begin
                  Modprobe6Begin SynchronizeBegin NEXT>6.wait
                  Modprobe6Wait SynchronizeWait NEXT>sync TRUE>6.wait
                  ModprobeSync RcuBegin NEXT>grace
                  ModprobeGrace RcuWait NEXT>free TRUE>grace
                  ModprobeFree FreeText NEXT>done
                tick idle
                  TickIdle CallbackStart NEXT>return
                  TickReturn CallbackReturn NEXT>idle
                """);
        RcuReaders readers = new RcuReaders(List.of("tick"), List.of("worker"));
        assertThat(lowered.step("Modprobe6Wait").orElseThrow().micros())
                .containsExactly(new Micro.SynchronizeWait(readers));
        assertThat(lowered.step("ModprobeSync").orElseThrow().micros()).containsExactly(new Micro.RcuBegin(readers));
        assertThat(variable(lowered, "gracePeriod").indices()).containsExactly("modprobe");
        assertThat(variable(lowered, "nesting").indices()).containsExactly("worker");
    }

    @Test
    void withoutReadersAGracePeriodIsADelay() {
        assertThat(LoweringTest.describe(lower(Granularity.MICRO, worker(b -> b.call(synchronizeRcu()))))).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 MightSleep+Delay NEXT>2
                  Worker2 ThreadReturn NEXT>exit
                """);
    }

    /** Several that run one program may wait for each other. */
    @Test
    void classicRcuWaitsForWhateverRuns() {
        LoweredProtocol lowered = Lowering.lower(Protocol.module("example")
                .taskPointer("task")
                .kthreads("worker", 2, b -> b.call(synchronizeRcu()))
                .init(b -> b.assign("task", kthreadRun("worker")))
                .build(), Granularity.MICRO, Profiles.LINUX_6_12.withClassicRcu());
        assertThat(lowered.step("Worker1Begin").orElseThrow().micros()).containsExactly(new Micro.SynchronizeBegin(
                new RcuReaders(List.of("worker1", "worker2", "modprobe"), List.of())));
    }

    private static ProtocolBuilder worker(Consumer<Body> body) {
        return Protocol.module("example")
                .taskPointer("task")
                .kthread("worker", body)
                .init(b -> b.assign("task", kthreadRun("worker")));
    }

    private static LoweredProtocol lower(Granularity granularity, ProtocolBuilder builder) {
        return Lowering.lower(builder.build(), granularity);
    }

    private static StateVariable variable(LoweredProtocol lowered, String name) {
        return Vocabulary.of(lowered).stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Datum> words(String... words) {
        return List.of(words).stream().map(Datum::of).toList();
    }
}
