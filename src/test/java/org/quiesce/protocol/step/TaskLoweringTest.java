package org.quiesce.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.kthreadBind;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.taskWorkAdd;
import static org.quiesce.protocol.Ops.thawProcesses;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.uncheckedModuleGet;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.property.Property;

class TaskLoweringTest {

    @Test
    void anUncheckedReferenceOnTheModuleIsCounted() {
        LoweredProtocol lowered = lower(worker(b -> b.call(uncheckedModuleGet()).call(modulePut())));
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 UncheckedModuleGet NEXT>2
                  Worker2 ModulePut NEXT>3
                  Worker3 ThreadReturn NEXT>exit
                """);
        assertThat(Vocabulary.countsModuleReferences(lower(worker(b -> b.call(uncheckedModuleGet()))))).isTrue();
    }

    @Test
    void aBindReadsItsPointerAndThenWaitsForTheThread() {
        LoweredProtocol lowered = lower(worker(b -> { }).exit(b -> b.call(kthreadBind("task"))));
        assertThat(LoweringTest.describe(lowered)).contains("""
                  ModprobeLive UnloadRequest NEXT>4.load
                  Modprobe4Load LoadArg NEXT>4.bind
                  Modprobe4Bind BindTask+DropArg NEXT>sync
                """);
        assertThat(lowered.step("Modprobe4Bind")).get().extracting(Step::fairness).isEqualTo(Fairness.STRONG);
    }

    @Test
    void whereAThreadIsPutMakesNoDifferenceButInTheC() {
        String anywhere = LoweringTest.describe(lower(worker(b -> { })));
        Protocol onCpu = worker(b -> { })
                .init(b -> b.assign("task", kthreadRun("worker").placed(Placement.ON_CPU)))
                .build();
        assertThat(LoweringTest.describe(Lowering.lower(onCpu, Granularity.MICRO))).isEqualTo(anywhere);
        assertThat(onCpu.listing().text(2)).contains("task = kthread_run_on_cpu(worker, NULL, cpu, \"worker\");");
        assertThat(kthreadCreate("worker").placed(Placement.ON_NODE).mayFail().c())
                .isEqualTo("kthread_create_on_node(worker, NULL, node, \"worker\")");
    }

    /** The steps are the same: only what is freed, and when, is another. */
    @Test
    void aThreadFunctionInInitText() {
        LoweredProtocol ordinary = lower(worker(b -> { }));
        LoweredProtocol init = lower(worker(b -> { }).initText("worker"));
        assertThat(LoweringTest.describe(init)).isEqualTo(LoweringTest.describe(ordinary));
        assertThat(init.fingerprint()).isNotEqualTo(ordinary.fingerprint());
        assertThat(init.programOf("worker").isInInitText()).isTrue();
        assertThat(names(init)).contains("initText");
        assertThat(names(ordinary)).doesNotContain("initText");
    }

    @Test
    void aThreadThatMayOops() {
        LoweredProtocol ordinary = lower(worker(b -> { }));
        LoweredProtocol oopsing = lower(worker(b -> { }).oops("worker"));
        assertThat(LoweringTest.describe(oopsing)).isEqualTo(LoweringTest.describe(ordinary));
        assertThat(oopsing.fingerprint()).isNotEqualTo(ordinary.fingerprint());
        assertThat(oopsing.oopsing()).containsExactly("worker");
        assertThat(names(oopsing)).contains("oopsed");
        assertThat(names(ordinary)).doesNotContain("oopsed");
    }

    @Test
    void aSuspendWaitsForUserTasksAndThenForThreads() {
        LoweredProtocol lowered = lower(worker(b -> b.call(tryToFreeze()))
                .environment("machine", b -> b.call(suspendFreezeProcesses()).call(thawProcesses())));
        assertThat(LoweringTest.describe(lowered)).endsWith("""
                machine 5.begin
                  Machine5Begin FreezeUsers NEXT>5.users
                  Machine5Users FreezeUsersTurn NEXT>5.threads TRUE>5.users
                  Machine5Threads FreezeThreads NEXT>5.wait
                  Machine5Wait FreezeThreadsTurn NEXT>6 TRUE>5.wait
                  Machine6 ThawThreads+ThawUsers NEXT>done
                """);
        assertThat(lowered.programOf("machine").steps()).extracting(Step::fairness).containsExactly(
                Fairness.NONE, Fairness.STRONG, Fairness.STRONG, Fairness.STRONG, Fairness.NONE);
        assertThat(names(lowered)).contains("usersFrozen");
        assertThat(Property.of(lowered)).contains(Property.FREEZE_COMPLETES);
    }

    @Test
    void aThreadRunsItsTaskWorkAfterItsExitIsKnown() {
        LoweredProtocol lowered = lower(worker(b -> { })
                .flag("ready")
                .taskWork("late", b -> b.when(flag("ready"), then -> then.returns(0)).call(msleep()))
                .exit(b -> b.assign("ret", taskWorkAdd("task", "late"))));
        assertThat(lowered.protocol().listing().toString()).contains("ret = task_work_add(task, &late, TWA_NONE);");
        assertThat(LoweringTest.describe(lowered)).startsWith("""
                worker none
                  WorkerBorn BirthTest NEXT>1 FAILED>exit
                  Worker1 ThreadReturn NEXT>exit
                  WorkerExit ExitComplete NEXT>exited
                  WorkerExited TaskWorkRun TRUE>2 FALSE>reap
                  Worker2 Test TRUE>3 FALSE>5
                  Worker3 TaskWorkReturn NEXT>exited
                  Worker5 Delay NEXT>return
                  WorkerReturn TaskWorkReturn NEXT>exited
                  WorkerReap ExitReap NEXT>dead
                  WorkerDead TaskFree NEXT>gone
                """);
        assertThat(LoweringTest.describe(lowered)).contains("""
                  Modprobe8Load LoadArg NEXT>8.add
                  Modprobe8Add TaskWorkAdd+DropArg NEXT>sync
                """);
        assertThat(lowered.programOf("worker").out())
                .containsExactlyInAnyOrder("exit", "exited", "2", "3", "5", "return", "reap", "dead", "gone");
        assertThat(names(lowered)).contains("taskWork", "ret");
    }

    @Test
    void withoutTaskWorkAThreadIsOutAtFourLabels() {
        LoweredProtocol lowered = lower(worker(b -> { }));
        assertThat(lowered.programOf("worker").out()).containsExactly("exit", "exited", "dead", "gone");
        assertThat(lowered.programOf("modprobe").out()).isEmpty();
    }

    private static List<String> names(LoweredProtocol lowered) {
        return Vocabulary.of(lowered).stream().map(StateVariable::name).toList();
    }

    private static ProtocolBuilder worker(Consumer<Body> body) {
        return Protocol.module("example")
                .taskPointer("task")
                .kthread("worker", body)
                .init(b -> b.assign("task", kthreadRun("worker")));
    }

    private static LoweredProtocol lower(ProtocolBuilder builder) {
        return Lowering.lower(builder.build(), Granularity.MICRO);
    }
}
