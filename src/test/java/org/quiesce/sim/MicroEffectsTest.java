package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadFreezableShouldStop;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnpark;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.mutexTrylock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.reinitCompletion;
import static org.quiesce.protocol.Ops.reset;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleTimeout;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpInterruptible;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Run;

/** What each step changes, one step after the other, in runs along a schedule. */
class MicroEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));

    @Test
    void birthAndStopBeforeTheFirstRun() {
        ProtocolBuilder builder =
                module(body -> body.returns(7)).init(RUN).exit(exit -> exit.assign("ret", kthreadStop("task")));
        play(builder, LINUX_6_12)
                .expect("modprobe", "pc[modprobe]=2.wake pc[worker]=born state[worker]=UNINTERRUPTIBLE "
                        + "asleep[worker]=true usage[worker]=1 arg[modprobe]=worker")
                .expect("modprobe", "pc[modprobe]=2.store state[worker]=RUNNING asleep[worker]=false")
                .expect("modprobe", "pc[modprobe]=3 task=worker arg[modprobe]=NULL")
                .expect("modprobe", "pc[modprobe]=live module=live")
                .expect("modprobe", "pc[modprobe]=4.load module=going")
                .expect("modprobe", "pc[modprobe]=4.get arg[modprobe]=worker")
                .expect("modprobe", "pc[modprobe]=4.set usage[worker]=2")
                .expect("modprobe", "pc[modprobe]=4.notify shouldStop[worker]=true")
                .expect("modprobe", "pc[modprobe]=4.wake notified[worker]=true")
                .expect("modprobe", "pc[modprobe]=4.wait")
                .refuse("modprobe")
                .expect("worker", "pc[worker]=exit result[worker]=-4")
                .expect("worker", "pc[worker]=exited exited[worker]=1")
                .expect("modprobe", "pc[modprobe]=4.put exited[worker]=0")
                .expect("modprobe", "pc[modprobe]=sync ret[modprobe]=-4 usage[worker]=1 arg[modprobe]=NULL")
                .expect("worker", "pc[worker]=dead state[worker]=DEAD")
                .expect("worker", "pc[worker]=gone usage[worker]=0")
                .refuse("worker")
                .expect("modprobe", "pc[modprobe]=free")
                .expect("modprobe", "pc[modprobe]=done module=freed")
                .refuse("modprobe");
    }

    @Test
    void noSignalBeforeTheFirstKernelThatRaisesIt() {
        play(module(NOTHING).init(RUN).exit(exit -> exit.call(kthreadStop("task"))), LINUX_5_10)
                .go("modprobe", 8)
                .expect("modprobe", "pc[modprobe]=4.wake");
    }

    @Test
    void creationThatFails() {
        Played played = play(module(NOTHING).init(init -> init.assign("task", kthreadCreate("worker").mayFail())),
                LINUX_6_12);
        List<Run.Move> moves = played.simulator.successors(played.at);
        assertThat(moves).extracting(Run.Move::action).containsOnly("Modprobe2Create").hasSize(2);
        assertThat(Played.changes(played.at, moves.get(1).after())).isEqualTo("arg[modprobe]=ERR pc[modprobe]=2.store");
    }

    @Test
    void creationOfMoreThreadsThanThereAre() {
        play(module(NOTHING).init(init -> init.call(kthreadCreate("worker")).call(kthreadCreate("worker"))), LINUX_6_12)
                .go("modprobe", 2)
                .expect("modprobe", "fault=BOUND")
                .refuse("modprobe").refuse("worker");
    }

    @Test
    void statesAndSchedule() {
        Consumer<Body> sleeper = body -> body.call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule())
                .call(schedule()).call(setCurrentState(TaskState.IDLE)).call(schedule());
        ProtocolBuilder builder = module(sleeper).init(RUN)
                .exit(exit -> exit.call(wakeUpProcess("task")).call(kthreadStop("task")));
        play(builder, LINUX_6_12).go("modprobe", 5).go("worker", 1)
                .expect("worker", "pc[worker]=2 state[worker]=INTERRUPTIBLE")
                .expect("worker", "pc[worker]=3 asleep[worker]=true")
                .refuse("worker")
                .go("modprobe", 1)
                .expect("modprobe",
                        "pc[modprobe]=10.load arg[modprobe]=NULL state[worker]=RUNNING asleep[worker]=false")
                .expect("worker", "pc[worker]=4")
                .expect("worker", "pc[worker]=5 state[worker]=IDLE")
                .go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=10.wait state[worker]=RUNNING")
                .expect("worker", "pc[worker]=6");
        play(builder, LINUX_6_12).go("modprobe", 5).go("worker", 1).go("modprobe", 6).go("worker", 1)
                .expect("worker", "pc[worker]=3 state[worker]=RUNNING");
    }

    @Test
    void timedSleep() {
        play(module(body -> body.call(setCurrentState(TaskState.KILLABLE)).assign("ret", scheduleTimeout()))
                .init(RUN), LINUX_6_12).go("modprobe", 3).go("worker", 2)
                .expect("worker", "pc[worker]=2.sleep timer[worker]=armed")
                .expect("worker", "pc[worker]=2.disarm asleep[worker]=true")
                .expect("TimerExpires", "timer[worker]=expired state[worker]=RUNNING asleep[worker]=false")
                .expect("worker", "pc[worker]=3 timer[worker]=off");
        play(module(body -> body.call(setCurrentState(TaskState.RUNNING)).assign("ret", scheduleTimeout()))
                .init(RUN), LINUX_6_12).go("modprobe", 3).go("worker", 4)
                .expect("worker", "pc[worker]=3 timer[worker]=off ret[worker]=1");
    }

    @Test
    void waitQueues() {
        ProtocolBuilder builder = module(body -> body.call(waitEvent("queue", Conditions.flag("ready"))))
                .flag("ready").waitQueue("queue").init(RUN)
                .exit(exit -> exit.call(wakeUpInterruptible("queue")).call(set("ready")).call(wakeUp("queue")));
        play(builder, LINUX_6_12).go("modprobe", 5).go("worker", 1)
                .expect("worker", "pc[worker]=1.prepare")
                .expect("worker", "pc[worker]=1.test state[worker]=UNINTERRUPTIBLE queue={worker}")
                .expect("worker", "pc[worker]=1.sleep")
                .expect("worker", "pc[worker]=1.prepare asleep[worker]=true")
                .expect("modprobe", "pc[modprobe]=6")
                .expect("modprobe", "pc[modprobe]=7 ready=true")
                .expect("modprobe", "pc[modprobe]=sync state[worker]=RUNNING asleep[worker]=false")
                .expect("worker", "pc[worker]=1.test state[worker]=UNINTERRUPTIBLE")
                .expect("worker", "pc[worker]=1.finish")
                .expect("worker", "pc[worker]=2 state[worker]=RUNNING queue={}");
    }

    @Test
    void signalEndsAnInterruptibleWait() {
        play(module(body -> body.assign("ret", waitEventInterruptible("queue", Conditions.flag("ready"))))
                .flag("ready").waitQueue("queue").init(RUN).exit(exit -> exit.call(kthreadStop("task"))), LINUX_6_12)
                .go("modprobe", 5).go("worker", 5).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=5.wait state[worker]=RUNNING asleep[worker]=false")
                .expect("worker", "pc[worker]=1.retest queue={}")
                .expect("worker", "pc[worker]=1.restart")
                .expect("worker", "pc[worker]=2 ret[worker]=-512");
    }

    @Test
    void completions() {
        Played played = play(module(body -> body.assign("ret", new CompletionOperation.WaitForCompletion(
                        "done", SleepMode.INTERRUPTIBLE, Timeout.FINITE)).loop(Conditions.always(), loop ->
                        loop.call(waitForCompletion("done"))))
                .completion("done").init(RUN)
                .exit(exit -> exit.call(complete("done")).call(complete("done")).call(complete("done"))
                        .call(complete("done")).call(completeAll("done")).call(complete("done"))
                        .call(reinitCompletion("done")).call(kthreadStop("task"))), LINUX_6_12)
                .go("modprobe", 5).go("worker", 1);
        assertThat(played.moves("worker")).containsExactly("pc[worker]=3");
        played.expect("modprobe", "pc[modprobe]=8 done=1")
                .expect("worker", "pc[worker]=3 done=0 ret[worker]=1")
                .expect("modprobe", "pc[modprobe]=9 done=1")
                .expect("modprobe", "pc[modprobe]=10 done=2")
                .expect("modprobe", "pc[modprobe]=11 done=3")
                .expect("modprobe", "pc[modprobe]=12 done=" + Bounds.COMPLETED_FOR_ALL)
                .refuse("nobody")
                .expect("modprobe", "pc[modprobe]=13")
                .refuse("nobody");
        assertThat(played.moves("worker")).containsExactly("");
        played.expect("modprobe", "pc[modprobe]=14.load done=0").refuse("worker");
    }

    @Test
    void whoNeedNotWaitKeepsHisState() {
        ProtocolBuilder builder = module(body -> body.call(setCurrentState(TaskState.IDLE))
                        .call(waitForCompletion("done")).call(mutexLock("lock")).call(kthreadStop("other")).call(schedule()))
                .kthread("helper", NOTHING).taskPointer("other").completion("done").mutex("lock")
                .init(init -> init.assign("other", kthreadRun("helper")).assign("task", kthreadRun("worker")))
                .exit(exit -> exit.call(complete("done")));
        play(builder, LINUX_6_12).go("modprobe", 9).go("helper", 3).go("worker", 2)
                .expect("worker", "pc[worker]=3.try done=0")
                .expect("worker", "pc[worker]=4.load lock=worker")
                .go("worker", 5)
                .expect("worker", "pc[worker]=4.put exited[helper]=0")
                .go("worker", 1)
                .expect("worker", "pc[worker]=6 asleep[worker]=true");
        play(builder, LINUX_6_12).go("modprobe", 8).go("worker", 2)
                .expect("worker", "pc[worker]=2.wait")
                .refuse("worker")
                .go("modprobe", 1)
                .expect("worker", "pc[worker]=3.try done=0 state[worker]=RUNNING");
    }

    @Test
    void waitsUnderASpinlockWhereThereIsNothingToWaitFor() {
        atomic(1, body -> body.call(waitEvent("queue", Conditions.flag("ready"))));
        atomic(1, body -> body.call(waitForCompletion("done")));
        atomic(2, body -> body.call(setCurrentState(TaskState.RUNNING)).call(mutexLock("lock")));
    }

    /** A thread that takes a spinlock, and faults some steps later. */
    private static void atomic(int later, Consumer<Body> waits) {
        Consumer<Body> worker = body -> {
            body.call(spinLock("guard"));
            waits.accept(body);
        };
        play(module(worker).flagInitiallySet("ready").waitQueue("queue").completion("done").mutex("lock")
                .spinlock("guard").init(init -> init.call(complete("done")).assign("task", kthreadRun("worker"))), LINUX_6_12)
                .go("modprobe", 4).go("worker", 1 + later)
                .expect("worker", "fault=ATOMIC");
    }

    @Test
    void moreCompletionsThanThereIsRoomFor() {
        ProtocolBuilder builder = module(body -> body.call(kthreadCompleteAndExit("done", 0))).completion("done")
                .init(RUN).exit(exit -> {
                    for (int i = 0; i < Bounds.COMPLETION_MAX; i++) {
                        exit.call(complete("done"));
                    }
                    exit.call(complete("done"));
                });
        Played full = play(builder, LINUX_6_12).go("modprobe", 4 + Bounds.COMPLETION_MAX)
                .expect("modprobe", "pc[modprobe]=11 done=" + Bounds.COMPLETION_MAX);
        full.go("worker", 2).expect("worker", "fault=BOUND").refuse("modprobe");
        play(builder, LINUX_6_12).go("modprobe", 5 + Bounds.COMPLETION_MAX).expect("modprobe", "fault=BOUND");
    }

    @Test
    void interruptedAndTimedOutWaitForACompletion() {
        Played played = play(module(body -> body.assign("ret", new CompletionOperation.WaitForCompletion(
                        "done", SleepMode.INTERRUPTIBLE, Timeout.FINITE)))
                .completion("done").init(RUN).exit(exit -> exit.call(kthreadStop("task"))), LINUX_6_12)
                .go("modprobe", 5).go("worker", 1).go("modprobe", 4);
        assertThat(played.moves("worker"))
                .containsExactly("pc[worker]=2 ret[worker]=-512", "pc[worker]=2");
    }

    @Test
    void locks() {
        ProtocolBuilder builder = module(body -> body.assign("ret", mutexLockInterruptible("lock"))
                        .assign("ret", mutexTrylock("lock")).call(mutexUnlock("lock")).call(mutexUnlock("lock")))
                .mutex("lock").init(RUN)
                .exit(exit -> exit.call(mutexLock("lock")).call(kthreadStop("task")));
        play(builder, LINUX_6_12).go("modprobe", 5).go("worker", 1)
                .expect("worker", "pc[worker]=2 lock=worker")
                .expect("worker", "pc[worker]=3")
                .refuse("modprobe")
                .expect("worker", "pc[worker]=4 lock=none")
                .expect("modprobe", "pc[modprobe]=9.load lock=modprobe")
                .expect("worker", "pc[worker]=5 lock=none warned=true");
        play(builder, LINUX_6_12).go("modprobe", 6).go("worker", 1).refuse("worker").go("modprobe", 4)
                .expect("worker", "pc[worker]=2 ret[worker]=-4")
                .expect("worker", "pc[worker]=3 ret[worker]=0");
        play(builder, LINUX_6_12).go("modprobe", 5).go("worker", 2)
                .expect("worker", "pc[worker]=3");
    }

    @Test
    void parking() {
        play(module(body -> body.call(kthreadParkme())).init(init -> init.assign("task", kthreadCreate("worker"))
                        .call(wakeUpProcess("task")))
                .exit(exit -> exit.call(kthreadPark("task")).call(kthreadUnpark("task")).call(kthreadStop("task"))),
                LINUX_6_12).go("modprobe", 7)
                .expect("modprobe", "pc[modprobe]=6.busy")
                .expect("modprobe", "pc[modprobe]=6.set")
                .expect("modprobe", "pc[modprobe]=6.wake shouldPark[worker]=true")
                .expect("modprobe", "pc[modprobe]=6.wait")
                .refuse("modprobe")
                .expect("worker", "pc[worker]=born.park")
                .expect("worker", "pc[worker]=born.park.test state[worker]=PARKED")
                .expect("worker", "pc[worker]=born.park.sleep parked[worker]=1")
                .expect("modprobe", "pc[modprobe]=6.verify parked[worker]=0")
                .refuse("modprobe")
                .expect("worker", "pc[worker]=born.park asleep[worker]=true")
                .expect("modprobe", "pc[modprobe]=6.drop")
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=8.load arg[modprobe]=NULL shouldPark[worker]=false "
                        + "state[worker]=RUNNING asleep[worker]=false")
                .expect("worker", "pc[worker]=born.park.test state[worker]=PARKED")
                .expect("worker", "pc[worker]=born.park.run")
                .expect("worker", "pc[worker]=1.state state[worker]=RUNNING");
    }

    @Test
    void aFrozenThreadSleepsUntilTheThawWhereItSleepsInItsOwnState() {
        play(freezer(StopInRefrigerator.HONOURED), LINUX_6_12).go("modprobe", 4).go("worker", 1)
                .expect("worker", "pc[worker]=1.freezing freezable[worker]=true")
                .expect("worker", "pc[worker]=2.freezing")
                .expect("suspend", "pc[suspend]=8 freezing=true")
                .expect("worker", "pc[worker]=2.freeze")
                .expect("worker", "pc[worker]=2.sleep state[worker]=FROZEN")
                .expect("worker", "pc[worker]=2.freeze asleep[worker]=true")
                .go("modprobe", 5)
                .expect("modprobe", "pc[modprobe]=6.wait")
                .refuse("worker")
                .expect("suspend", "pc[suspend]=done freezing=false state[worker]=RUNNING asleep[worker]=false")
                .expect("worker", "pc[worker]=2.stop")
                .expect("worker", "pc[worker]=3 ret[worker]=1");
    }

    @Test
    void aStopWakesAFrozenThreadThatSleepsUninterruptiblyAndItLeavesIfItLooks() {
        play(freezer(StopInRefrigerator.HONOURED), LINUX_5_10).go("modprobe", 4).go("worker", 3).go("suspend", 1)
                .expect("worker", "pc[worker]=2.freeze")
                .expect("worker", "pc[worker]=2.sleep state[worker]=UNINTERRUPTIBLE")
                .expect("worker", "pc[worker]=2.freeze asleep[worker]=true")
                .refuse("worker")
                .go("modprobe", 5)
                .expect("modprobe", "pc[modprobe]=6.wait state[worker]=RUNNING asleep[worker]=false")
                .expect("worker", "pc[worker]=2.stop")
                .expect("worker", "pc[worker]=3 ret[worker]=1");
        play(freezer(StopInRefrigerator.IGNORED), LINUX_5_10).go("modprobe", 4).go("worker", 3).go("suspend", 1)
                .go("worker", 3).go("modprobe", 6)
                .expect("worker", "pc[worker]=2.sleep state[worker]=UNINTERRUPTIBLE")
                .expect("worker", "pc[worker]=2.freeze asleep[worker]=true")
                .refuse("worker");
    }

    @Test
    void refrigeratorLeftBeforeItIsSleptIn() {
        play(freezer(StopInRefrigerator.HONOURED), LINUX_6_12).go("modprobe", 4).go("worker", 3).go("suspend", 1)
                .go("worker", 1)
                .expect("suspend", "pc[suspend]=done freezing=false")
                .expect("worker", "pc[worker]=2.stop")
                .expect("worker", "pc[worker]=3");
        play(freezer(StopInRefrigerator.HONOURED), LINUX_6_12).go("modprobe", 4).go("worker", 3).go("suspend", 1)
                .go("modprobe", 4)
                .expect("worker", "pc[worker]=2.freeze")
                .expect("worker", "pc[worker]=2.stop");
    }

    @Test
    void aFreezeWakesThoseThatTakePart() {
        Consumer<Body> sleeper = body -> body.when(chance("takes part"), then -> then.call(setFreezable()))
                .call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule()).call(tryToFreeze());
        ProtocolBuilder builder = module(sleeper).init(RUN).environment("suspend",
                body -> body.call(freezeKernelThreads()).call(thawKernelThreads()));
        play(builder, LINUX_6_12).go("modprobe", 4).go("worker", 1).go("Worker1", 1)
                .go("worker", 4)
                .expect("suspend", "pc[suspend]=11 freezing=true state[worker]=RUNNING asleep[worker]=false");
        Played apart = play(builder, LINUX_6_12).go("modprobe", 4).go("worker", 1);
        apart.at = apart.simulator.successors(apart.at).stream()
                .filter(m -> m.action().equals("Worker1"))
                .map(Run.Move::after)
                .toList().get(1);
        apart.go("worker", 2)
                .expect("suspend", "pc[suspend]=11 freezing=true")
                .refuse("worker");
    }

    @Test
    void aThawReachesAThreadThatHasNotGoneToSleepYet() {
        Consumer<Body> sleeper = body -> body.call(setFreezable()).call(setCurrentState(TaskState.IDLE))
                .call(tryToFreeze());
        ProtocolBuilder builder = module(sleeper).init(RUN).environment("suspend",
                body -> body.call(freezeKernelThreads()).call(thawKernelThreads()));
        play(builder, LINUX_6_12).go("modprobe", 4).go("worker", 3)
                .expect("suspend", "pc[suspend]=8 freezing=true")
                .expect("worker", "pc[worker]=3.freezing state[worker]=IDLE")
                .expect("worker", "pc[worker]=3.freeze")
                .expect("suspend", "pc[suspend]=done freezing=false state[worker]=RUNNING");
    }

    @Test
    void aFreezeWithNobodyToFreezeChangesNothing() {
        play(module(NOTHING).init(RUN).environment("suspend",
                body -> body.call(freezeKernelThreads()).call(thawKernelThreads())), LINUX_6_12)
                .expect("suspend", "pc[suspend]=5")
                .expect("suspend", "pc[suspend]=done");
    }

    @Test
    void noFreezingUnderASpinlock() {
        play(module(body -> body.call(spinLock("lock")).call(setFreezable())).spinlock("lock").init(RUN), LINUX_6_12)
                .go("modprobe", 4).go("worker", 2)
                .expect("worker", "pc[worker]=2.freezing freezable[worker]=true")
                .expect("worker", "fault=ATOMIC");
    }

    /** A thread that is freezable, and then looks for a freeze in one of two ways. */
    private static ProtocolBuilder freezer(StopInRefrigerator stop) {
        return module(body -> {
            body.call(setFreezable());
            if (stop == StopInRefrigerator.HONOURED) {
                body.assign("ret", kthreadFreezableShouldStop());
            } else {
                body.call(tryToFreeze());
            }
        }).init(RUN).exit(exit -> exit.call(kthreadStop("task"))).environment("suspend",
                body -> body.call(freezeKernelThreads()).call(thawKernelThreads()));
    }

    @Test
    void referencesOnTasks() {
        play(module(NOTHING).init(RUN).exit(exit -> exit.call(getTaskStruct("task")).call(putTaskStruct("task"))
                .call(putTaskStruct("task")).call(wakeUpProcess("task"))), LINUX_6_12).go("modprobe", 6)
                .expect("modprobe", "pc[modprobe]=5.load arg[modprobe]=NULL usage[worker]=2")
                .go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=6.load arg[modprobe]=NULL usage[worker]=1")
                .go("modprobe", 1)
                // That one is the thread's own.
                .expect("modprobe", "fault=REFCOUNT")
                .refuse("worker");
        play(module(NOTHING).init(RUN).exit(exit -> exit.call(clearPointer("task")).call(putTaskStruct("task"))),
                LINUX_6_12).go("modprobe", 5)
                .expect("modprobe", "pc[modprobe]=5.load task=NULL")
                .go("modprobe", 1)
                .expect("modprobe", "fault=NULL-DEREF");
        play(module(NOTHING).init(RUN).exit(exit -> exit.call(getTaskStruct("task")).call(putTaskStruct("task"))
                .call(wakeUpProcess("task"))), LINUX_6_12).go("modprobe", 7).go("worker", 4)
                .expect("worker", "pc[worker]=gone usage[worker]=1")
                .go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=6.load arg[modprobe]=NULL usage[worker]=0");
    }

    @Test
    void memory() {
        Played played = play(module(NOTHING).memory("buffer").init(init -> init
                .call(allocate("buffer").mayFail()).call(kthreadCreate("worker"))), LINUX_6_12);
        assertThat(played.moves("modprobe"))
                .containsExactly("buffer=valid pc[modprobe]=3.create", "pc[modprobe]=3.create");
        play(module(NOTHING).memory("buffer").init(init -> init.call(kfree("buffer")).call(allocate("buffer"))
                .call(use("buffer")).call(kfree("buffer")).call(kthreadCreate("worker")).call(use("buffer"))),
                LINUX_6_12)
                .expect("modprobe", "pc[modprobe]=3")
                .expect("modprobe", "pc[modprobe]=4 buffer=valid")
                .expect("modprobe", "pc[modprobe]=5")
                .expect("modprobe", "pc[modprobe]=6.create buffer=freed")
                .go("modprobe", 2)
                .expect("modprobe", "fault=KASAN-UAF");
        play(module(NOTHING).memory("buffer").init(init -> init.call(use("buffer")).call(kthreadCreate("worker"))),
                LINUX_6_12).expect("modprobe", "fault=NULL-DEREF");
    }

    @Test
    void countersAndLocals() {
        play(module(NOTHING).counter("pending", 1).init(init -> init.call(increment("pending"))
                .call(decrement("pending")).call(setLocal("n", 7))
                .when(Conditions.less("n", 0), then -> then.call(set("ready"))).call(kthreadCreate("worker")))
                .flag("ready"), LINUX_6_12)
                .expect("modprobe", "pc[modprobe]=3 pending=1")
                .expect("modprobe", "pc[modprobe]=4 pending=0")
                .expect("modprobe", "pc[modprobe]=5 n[modprobe]=7")
                .expect("modprobe", "pc[modprobe]=8.create");
    }

    @Test
    void aCounterThatIsCountedDownDoesNotLeaveItsRange() {
        play(module(NOTHING).counter("pending", 1).init(init -> init.call(increment("pending"))
                .call(increment("pending")).call(decrement("pending")).call(kthreadCreate("worker"))), LINUX_6_12).go("modprobe", 1)
                .expect("modprobe", "fault=BOUND");
        play(module(NOTHING).counter("pending", 1).init(init -> init.call(decrement("pending"))
                .call(kthreadCreate("worker"))), LINUX_6_12)
                .expect("modprobe", "fault=BOUND");
    }

    @Test
    void theMaximumOfACounterThatNothingCountsDownStandsForMore() {
        play(module(NOTHING).counter("pending", 1).counter("other", 1).init(init -> init.call(increment("other"))
                .call(decrement("other")).call(increment("pending")).call(increment("pending"))
                .call(reset("pending")).call(kthreadCreate("worker"))), LINUX_6_12).go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=5 pending=1")
                .expect("modprobe", "pc[modprobe]=6")
                .expect("modprobe", "pc[modprobe]=7.create pending=0");
    }

    @Test
    void chanceGoesBothWaysAndTwoWaysToOneStateAreOneMove() {
        Played played = play(module(NOTHING).init(init -> init
                .when(chance("either"), then -> then.call(kthreadCreate("worker"))).when(chance("same"), NOTHING)),
                LINUX_6_12);
        assertThat(played.moves("modprobe")).containsExactly("pc[modprobe]=3.create", "pc[modprobe]=5");
        played.go("Modprobe2", 1);
        played.at = played.simulator.successors(played.at).get(0).after();
        assertThat(new ArrayList<>(played.moves("modprobe"))).hasSize(1);
    }

    // ---- words of the tests

    private static ProtocolBuilder module(Consumer<Body> worker) {
        return Protocol.module("example").taskPointer("task").kthread("worker", worker);
    }

    private static Played play(ProtocolBuilder builder, Profile profile) {
        return Played.of(builder, profile);
    }
}
