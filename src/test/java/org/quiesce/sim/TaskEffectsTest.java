package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.shouldStopOrPark;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kthreadBind;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnpark;
import static org.quiesce.protocol.Ops.kthreadUnuseMm;
import static org.quiesce.protocol.Ops.kthreadUseMm;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.TaskOps.disallowSignal;
import static org.quiesce.protocol.TaskOps.kernelDequeueSignal;
import static org.quiesce.protocol.TaskOps.kthreadAffinePreferred;
import static org.quiesce.protocol.TaskOps.kthreadAssociateBlkcg;
import static org.quiesce.protocol.TaskOps.kthreadClearPerCpu;
import static org.quiesce.protocol.TaskOps.kthreadData;
import static org.quiesce.protocol.TaskOps.kthreadDissociateBlkcg;
import static org.quiesce.protocol.TaskOps.kthreadFunc;
import static org.quiesce.protocol.TaskOps.kthreadIsPerCpu;
import static org.quiesce.protocol.TaskOps.kthreadSetPerCpu;
import static org.quiesce.protocol.TaskOps.kthreadShouldPark;
import static org.quiesce.protocol.TaskOps.wakeUpState;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Snapshot;

/** What is read of threads and written to them, and what a thread says of itself, in runs along a schedule. */
class TaskEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));

    @Test
    void everyCallAboutATaskChecksIt() {
        for (Operation call : List.of(kthreadFunc("task"), kthreadShouldPark("task"), kthreadAffinePreferred("task"),
                wakeUpState("task", WakeMask.NORMAL), kthreadSetPerCpu("task"), kthreadIsPerCpu("task"))) {
            play(module().kthread("worker", NOTHING).init(init -> init.call(call).assign("task", kthreadRun("worker"))))
                    .go("modprobe", 1).does("modprobe", "fault=NULL-DEREF");
            play(module().kthread("worker", NOTHING).init(RUN).exit(exit -> exit.call(call)))
                    .go("modprobe", 3).finish("worker").go("modprobe", 3).does("modprobe", "fault=KASAN-UAF");
        }
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadRun("worker"))
                .call(kthreadData("task")))).go("modprobe", 4).does("modprobe", "arg[modprobe]=NULL");
    }

    @Test
    void aRequestToParkIsReadOfAnotherThread() {
        play(module().kthread("worker", body -> body.call(kthreadParkme())).init(RUN)
                .exit(exit -> exit.assign("asked", kthreadShouldPark("task")))
                .fileOperations("parker", 1, Pinning.NONE, body -> body.call(kthreadPark("task"))))
                .go("modprobe", 4).until("parker", "shouldPark[worker]=true").until("modprobe", "arg[modprobe]=worker")
                .does("modprobe", "asked[modprobe]=1 arg[modprobe]=NULL");
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadRun("worker"))
                .assign("asked", kthreadShouldPark("task")))).go("modprobe", 4).does("modprobe", "arg[modprobe]=NULL");
    }

    @Test
    void aWakeUpOfSomeStates() {
        ProtocolBuilder driver = module().kthread("worker", body -> body
                .call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule())
                .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule()))
                .init(init -> init.assign("task", kthreadRun("worker"))
                        .call(wakeUpState("task", WakeMask.INTERRUPTIBLE)).call(wakeUpState("task", WakeMask.NORMAL))
                        .call(wakeUpState("task", WakeMask.INTERRUPTIBLE)));
        play(driver).go("modprobe", 3).finish("worker").go("modprobe", 1)
                .does("modprobe", "arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "arg[modprobe]=NULL state[worker]=RUNNING asleep[worker]=false")
                .finish("worker").go("modprobe", 1)
                .does("modprobe", "arg[modprobe]=NULL state[worker]=RUNNING asleep[worker]=false");
    }

    @Test
    void affinityIsPreferredBeforeTheFirstWakeUpOnly() {
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadCreate("worker"))
                .call(setLocal("ret", 7)).assign("ret", kthreadAffinePreferred("task")).call(wakeUpProcess("task"))
                .assign("ret", kthreadAffinePreferred("task"))))
                .go("modprobe", 4)
                .does("modprobe", "ret[modprobe]=0 arg[modprobe]=NULL")
                .go("modprobe", 3)
                .does("modprobe", "ret[modprobe]=-22 arg[modprobe]=NULL warned=true");
        Played sleeping = play(module().kthread("worker", body -> body.call(waitEventIdle("queue", flag("ready"))))
                .init(init -> init.assign("task", kthreadRun("worker")).assign("ret", kthreadAffinePreferred("task"))))
                .go("modprobe", 4).until("worker", "state[worker]=IDLE")
                .refuse("modprobe")
                .until("worker", "asleep[worker]=true");
        sleeping.does("modprobe", "ret[modprobe]=-22 arg[modprobe]=NULL warned=true");
    }

    @Test
    void threadsAreMarkedAsPerCpu() {
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadCreate("worker"))
                .call(kthreadBind("task"))
                .call(kthreadSetPerCpu("task")).assign("ret", kthreadIsPerCpu("task"))
                .call(kthreadClearPerCpu("task")).assign("ret", kthreadIsPerCpu("task"))))
                .go("modprobe", 3)
                .does("modprobe", "cpuBound[worker]=true arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "perCpu[worker]=true arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "perCpu[worker]=false arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=0 arg[modprobe]=NULL");
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadCreate("worker"))
                .call(setLocal("ret", 7)).assign("ret", kthreadIsPerCpu("task"))))
                .go("modprobe", 4).does("modprobe", "ret[modprobe]=0 arg[modprobe]=NULL");
    }

    @Test
    void newKernelsWarnOfAThreadThatWasStartedAlsoWhereTheyBindIt() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(waitEventIdle("queue", flag("ready"))))
                .init(init -> init.assign("task", kthreadRun("worker")).call(kthreadBind("task")));
        Played.of(driver, LINUX_6_12).until("modprobe", "task=worker").until("worker", "asleep[worker]=true")
                .go("modprobe", 1).does("modprobe", "arg[modprobe]=NULL");
        Played.of(driver, LINUX_6_18).until("modprobe", "task=worker").until("worker", "asleep[worker]=true")
                .go("modprobe", 1).does("modprobe", "warned=true arg[modprobe]=NULL");
        Played.of(driver, LINUX_6_18).until("modprobe", "task=worker").until("worker", "state[worker]=IDLE")
                .go("modprobe", 1).refuse("modprobe");
        Played.of(driver, LINUX_6_18).until("modprobe", "task=worker")
                .go("modprobe", 1).does("modprobe", "warned=true arg[modprobe]=NULL");
        Played.of(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadCreate("worker"))
                .call(kthreadBind("task"))), LINUX_6_18).until("modprobe", "task=worker")
                .go("modprobe", 1).does("modprobe", "arg[modprobe]=NULL");
    }

    @Test
    void whoMarksAThreadThatIsNotBoundIsWarned() {
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadCreate("worker"))
                .call(kthreadSetPerCpu("task")).call(kthreadClearPerCpu("task"))))
                .go("modprobe", 3)
                .does("modprobe", "perCpu[worker]=true warned=true arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "perCpu[worker]=false arg[modprobe]=NULL");
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadRun("worker"))
                .call(kthreadBind("task")).call(kthreadSetPerCpu("task"))))
                .go("modprobe", 4)
                .does("modprobe", "warned=true arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "perCpu[worker]=true arg[modprobe]=NULL");
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadCreate("worker").placed(Placement.ON_CPU))
                .call(kthreadSetPerCpu("task"))))
                .go("modprobe", 1)
                .does("modprobe", "cpuBound[worker]=true").go("modprobe", 2)
                .does("modprobe", "perCpu[worker]=true arg[modprobe]=NULL");
    }

    @Test
    void aPerCpuThreadIsBoundAgainWhenItHasParked() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.loop(always(), loop -> loop.call(kthreadParkme())))
                .init(init -> init.assign("task", kthreadCreate("worker").placed(Placement.ON_CPU)).call(kthreadSetPerCpu("task"))
                        .call(wakeUpProcess("task")))
                .exit(exit -> exit.call(kthreadUnpark("task")))
                .fileOperations("parker", 1, Pinning.NONE, body -> body.call(kthreadPark("task")));
        Played asked = play(driver).until("modprobe", "module=live").until("parker", "shouldPark[worker]=true");
        Snapshot running = asked.at;
        asked.until("modprobe", "arg[modprobe]=worker").does("modprobe", "warned=true");
        asked.at = running;
        asked.until("worker", "state[worker]=PARKED").until("modprobe", "arg[modprobe]=worker")
                .refuse("modprobe")
                .until("worker", "asleep[worker]=true")
                .does("modprobe", "")
                .does("modprobe", "shouldPark[worker]=false state[worker]=RUNNING asleep[worker]=false arg[modprobe]=NULL");
        play(driver).until("modprobe", "module=live").until("modprobe", "arg[modprobe]=worker").does("modprobe", "");
        Played.of(driver, LINUX_5_10).until("modprobe", "module=live").until("modprobe", "arg[modprobe]=worker")
                .does("modprobe", "warned=true");
    }

    @Test
    void theMemoryOfATaskThatIsFreedBecomesAnothers() {
        Function<Consumer<Body>, Played> gone = exit -> play(module().kthread("worker", NOTHING).init(RUN).exit(exit)
                .memoryReuse()).until("modprobe", "module=going").refuse("Reuse").until("worker", "pc[worker]=dead")
                .refuse("Reuse").until("worker", "pc[worker]=gone");
        gone.apply(exit -> exit.call(wakeUpProcess("task"))).expect("Reuse", "reused[worker]=true").refuse("Reuse")
                .go("modprobe", 1).does("modprobe", "fault=WRONG-VICTIM");
        gone.apply(exit -> exit.call(wakeUpProcess("task")))
                .go("modprobe", 1).does("modprobe", "fault=KASAN-UAF");
        gone.apply(exit -> exit.call(putTaskStruct("task"))).go("Reuse", 1)
                .go("modprobe", 1).does("modprobe", "fault=WRONG-VICTIM");
        gone.apply(exit -> exit.call(putTaskStruct("task")))
                .go("modprobe", 1).does("modprobe", "fault=REFCOUNT");
    }

    @Test
    void theMemoryOfATaskThatSomebodyHoldsStaysItsOwn() {
        play(module().kthread("worker", NOTHING).init(init -> init.assign("task", kthreadCreate("worker"))
                        .call(getTaskStruct("task")).call(wakeUpProcess("task"))).memoryReuse())
                .until("modprobe", "module=live").until("worker", "pc[worker]=gone").refuse("Reuse");
        play(module().kthread("worker", NOTHING).init(RUN)).until("modprobe", "module=live")
                .until("worker", "pc[worker]=gone").refuse("Reuse");
    }

    @Test
    void anAddressSpaceIsAdoptedOnceAndDropped() {
        Consumer<Body> twice = body -> body.call(kthreadUseMm()).call(kthreadUseMm()).call(kthreadUnuseMm())
                .call(kthreadUnuseMm());
        play(module().kthread("worker", twice).init(RUN)).go("modprobe", 3).go("worker", 1)
                .does("worker", "adopted[worker]=true")
                .does("worker", "warned=true")
                .does("worker", "adopted[worker]=false")
                .does("worker", "").go("worker", 1)
                .does("worker", "exited[worker]=1");
        play(module().kthread("worker", body -> body.call(kthreadUnuseMm())).init(RUN)).go("modprobe", 3).go("worker", 1)
                .does("worker", "warned=true");
    }

    @Test
    void theEndOfAThreadDropsAReferenceThatItsAddressSpaceNeverGaveIt() {
        play(module().kthread("worker", body -> body.call(kthreadUseMm())).init(RUN)).go("modprobe", 3).go("worker", 1)
                .does("worker", "adopted[worker]=true").until("worker", "pc[worker]=exit")
                .does("worker", "fault=REFCOUNT");
    }

    @Test
    void aThreadThatIsFreedWithAControlGroupWarns() {
        Consumer<Body> attaches = body -> body.call(kthreadAssociateBlkcg());
        play(module().kthread("worker", attaches).init(RUN)).go("modprobe", 3).go("worker", 1)
                .does("worker", "blkcg[worker]=true")
                .until("worker", "pc[worker]=dead")
                .does("worker", "usage[worker]=0 warned=true");
        play(module().kthread("worker", body -> body.call(kthreadAssociateBlkcg()).call(kthreadDissociateBlkcg()))
                .init(RUN)).go("modprobe", 3).go("worker", 2)
                .does("worker", "blkcg[worker]=false")
                .until("worker", "pc[worker]=dead")
                .does("worker", "usage[worker]=0");
        play(module().kthread("worker", attaches).init(init -> init.assign("task", kthreadCreate("worker"))
                .call(getTaskStruct("task")).call(wakeUpProcess("task")).call(putTaskStruct("task"))))
                .go("modprobe", 6).until("worker", "pc[worker]=dead")
                .does("worker", "usage[worker]=1").go("modprobe", 1)
                .does("modprobe", "usage[worker]=0 arg[modprobe]=NULL warned=true");
        play(module().kthread("worker", body -> body.call(kthreadAssociateBlkcg()).loop(not(shouldStop()), NOTHING))
                .init(RUN).exit(exit -> exit.call(kthreadStop("task"))))
                .go("modprobe", 3).go("worker", 2).until("modprobe", "shouldStop[worker]=true")
                .until("worker", "pc[worker]=dead").go("worker", 1).until("modprobe", "exited[worker]=0")
                .does("modprobe", "usage[worker]=0 arg[modprobe]=NULL warned=true");
    }

    @Test
    void signalsAreTakenAndDisallowed() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(allowSignal())
                .assign("got", kernelDequeueSignal()).assign("got", kernelDequeueSignal()).call(disallowSignal()))
                .init(RUN)
                .fileOperation("sender", body -> body.call(sendSignal("task")));
        play(driver).go("modprobe", 4).go("worker", 2).until("sender", "signals[worker]=true")
                .does("worker", "got[worker]=15 signals[worker]=false")
                .does("worker", "got[worker]=0")
                .does("worker", "allowed[worker]=false");
        play(driver).go("modprobe", 4).go("worker", 4).until("sender", "signals[worker]=true")
                .does("worker", "allowed[worker]=false signals[worker]=false");
        play(module().kthread("worker", body -> body.call(disallowSignal()).call(setLocal("got", 7))
                .assign("got", kernelDequeueSignal())).init(RUN)).go("modprobe", 3).go("worker", 1)
                .does("worker", "").go("worker", 1).does("worker", "got[worker]=0");
    }

    @Test
    void stopAndParkAreTestedTogether() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.loop(not(shouldStopOrPark()), loop -> loop
                .call(msleep())).call(kthreadParkme())).init(RUN)
                .fileOperations("caller", 1, Pinning.NONE, body -> body.call(kthreadPark("task")))
                .exit(exit -> exit.call(kthreadStop("task")));
        String sleeps = play(driver).until("modprobe", "module=live").until("worker", "pc[worker]=1").moves("worker").get(0);
        assertThat(play(driver).until("modprobe", "module=live").until("worker", "pc[worker]=1").until("caller", "shouldPark[worker]=true")
                .moves("worker")).hasSize(1).doesNotContain(sleeps);
        assertThat(play(driver).until("modprobe", "module=live").until("worker", "pc[worker]=1").until("modprobe", "shouldStop[worker]=true")
                .moves("worker")).hasSize(1).doesNotContain(sleeps);
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").waitQueue("queue").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
