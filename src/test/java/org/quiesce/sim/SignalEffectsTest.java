package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.fatalSignalPending;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.down;
import static org.quiesce.protocol.Ops.downKillable;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.mutexLockKillable;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitEventKillable;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.TaskOps.disallowSignal;
import static org.quiesce.protocol.TaskOps.kernelDequeueSignal;
import static org.quiesce.protocol.TaskOps.killProcess;
import static org.quiesce.protocol.WaitOps.downReadKillable;
import static org.quiesce.protocol.WaitOps.downWriteKillable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.step.Snapshot;

/** What signals and spurious wake-ups change, in runs along a schedule. */
class SignalEffectsTest {

    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));

    @Test
    void aSignalThatIsNotAllowedIsDropped() {
        play(signalled(body -> body.call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule())))
                .go("modprobe", 4).go("worker", 3)
                .expect("user", "pc[user]=6.send arg[user]=worker")
                .expect("user", "pc[user]=done arg[user]=NULL")
                .refuse("worker");
    }

    @Test
    void aSignalEndsAnInterruptibleSleepOnly() {
        Consumer<Body> sleeps = body -> body.call(allowSignal()).call(setCurrentState(TaskState.INTERRUPTIBLE))
                .call(schedule()).call(setCurrentState(TaskState.KILLABLE)).call(schedule());
        play(signalled(sleeps)).go("modprobe", 4).go("worker", 1)
                .expect("worker", "pc[worker]=2 allowed[worker]=true")
                .go("worker", 2).go("user", 1)
                .expect("user", "pc[user]=done arg[user]=NULL signals[worker]=true state[worker]=RUNNING "
                        + "asleep[worker]=false")
                .go("worker", 1)
                .expect("worker", "pc[worker]=6 asleep[worker]=true")
                .refuse("worker");
        play(signalled(sleeps)).go("modprobe", 4).go("worker", 3).go("user", 1)
                .expect("user", "pc[user]=done arg[user]=NULL signals[worker]=true state[worker]=RUNNING");
        play(signalled(sleeps)).go("modprobe", 4).go("worker", 2).go("user", 2)
                .expect("worker", "pc[worker]=3 state[worker]=INTERRUPTIBLE")
                .expect("worker", "pc[worker]=4 state[worker]=RUNNING");
    }

    @Test
    void signalsAreForgottenAndTheOneOfAStopIsNot() {
        ProtocolBuilder builder = signalled(body -> body.call(allowSignal()).call(flushSignals())
                .when(signalPending(), then -> then.call(flushSignals())))
                .exit(exit -> exit.call(kthreadStop("task")));
        play(builder).go("modprobe", 4).go("worker", 2).go("user", 2)
                .expect("worker", "pc[worker]=3 signals[worker]=false")
                .expect("worker", "pc[worker]=6");
        play(builder).go("modprobe", 4).go("worker", 2).go("user", 2).go("modprobe", 5)
                .expect("worker", "pc[worker]=3 signals[worker]=false")
                .expect("worker", "pc[worker]=4");
    }

    @Test
    void everyInterruptibleWaitLooksAtSignals() {
        play(signalled(body -> body.call(allowSignal())
                .assign("ret", waitEventInterruptible("queue", flag("ready")))))
                .go("modprobe", 4).go("worker", 3).go("user", 2)
                .expect("worker", "pc[worker]=2.retest")
                .go("worker", 1)
                .expect("worker", "pc[worker]=3 ret[worker]=-512");
        play(signalled(body -> body.call(allowSignal()).assign("ret", new CompletionOperation.WaitForCompletion(
                "done", SleepMode.INTERRUPTIBLE, Timeout.NEVER))))
                .go("modprobe", 4).go("worker", 2).refuse("worker").go("user", 2)
                .expect("worker", "pc[worker]=3 ret[worker]=-512");
        play(signalled(body -> body.call(allowSignal()).assign("ret", mutexLockInterruptible("lock")))
                .init(init -> init.call(mutexLock("lock")).assign("task", kthreadRun("worker"))))
                .go("modprobe", 5).go("worker", 2).refuse("worker").go("user", 2)
                .expect("worker", "pc[worker]=3 ret[worker]=-4");
    }

    @Test
    void anySignalIsReceivedIfItWasAllowedItself() {
        play(killed(body -> body.call(allowSignal()).call(setCurrentState(TaskState.KILLABLE)).call(schedule())))
                .go("modprobe", 4).go("worker", 2)
                .does("worker", "state[worker]=KILLABLE").does("worker", "asleep[worker]=true")
                .go("user", 1).does("user", "arg[user]=NULL").refuse("worker");
        play(signalled(body -> body.call(allowSignal(Signal.SIGKILL)).call(setCurrentState(TaskState.INTERRUPTIBLE))
                .call(schedule())).environment("other", body -> body.call(sendSignal("task", Signal.SIGKILL))))
                .go("modprobe", 4).go("worker", 1).does("worker", "allowsKill[worker]=true").go("worker", 2)
                .go("user", 1).does("user", "arg[user]=NULL").refuse("worker");
    }

    @Test
    void sigkillEndsKillableAndInterruptibleSleeps() {
        for (TaskState state : List.of(TaskState.KILLABLE, TaskState.INTERRUPTIBLE)) {
            Consumer<Body> sleeps = body -> body.call(allowSignal(Signal.SIGKILL)).call(setCurrentState(state)).call(schedule());
            play(killed(sleeps)).go("modprobe", 4).go("worker", 4).refuse("worker").go("user", 1)
                    .does("user", "arg[user]=NULL killPending[worker]=true state[worker]=RUNNING asleep[worker]=false");
            play(killed(sleeps)).go("modprobe", 4).go("worker", 2).go("user", 1)
                    .does("user", "arg[user]=NULL killPending[worker]=true")
                    .does("worker", "state[worker]=" + state)
                    .does("worker", "state[worker]=RUNNING");
        }
        for (TaskState state : List.of(TaskState.UNINTERRUPTIBLE, TaskState.IDLE)) {
            play(killed(body -> body.call(allowSignal(Signal.SIGKILL)).call(setCurrentState(state)).call(schedule())))
                    .go("modprobe", 4).go("worker", 4).go("user", 1)
                    .does("user", "arg[user]=NULL killPending[worker]=true").refuse("worker");
        }
    }

    @Test
    void sigkillIsPendingOnceAndThenWakesNobody() {
        play(killed(body -> body.call(allowSignal(Signal.SIGKILL)).call(setCurrentState(TaskState.KILLABLE)))
                .environment("other", body -> body.call(sendSignal("task", Signal.SIGKILL))))
                .go("modprobe", 4).go("worker", 2).go("user", 2).does("worker", "state[worker]=KILLABLE")
                .go("other", 1).does("other", "arg[other]=NULL");
    }

    @Test
    void whatKillsTheProcessEndsNoKillableSleep() {
        Played played = play(signalled(body -> body.call(allowSignal(Signal.SIGKILL))
                .call(setCurrentState(TaskState.KILLABLE)).call(schedule())
                .call(setCurrentState(TaskState.KILLABLE)).call(schedule())
                .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule()))
                .environment("killer", body -> body.call(killProcess("task")))
                .environment("other", body -> body.call(wakeUpProcess("task"))))
                .go("modprobe", 4).go("worker", 4).go("killer", 1)
                .does("killer", "arg[killer]=NULL sharedKill[worker]=true state[worker]=RUNNING asleep[worker]=false")
                .does("worker", "state[worker]=KILLABLE").does("worker", "asleep[worker]=true")
                .refuse("worker");
        played.go("other", 2).does("worker", "state[worker]=INTERRUPTIBLE").does("worker", "state[worker]=RUNNING");
    }

    @Test
    void theLowestSignalOfTheThreadItselfIsTakenFirst() {
        Played played = play(signalled(body -> body.call(allowSignal()).call(allowSignal(Signal.SIGKILL))
                .assign("first", kernelDequeueSignal()).assign("second", kernelDequeueSignal())
                .assign("third", kernelDequeueSignal()).assign("last", kernelDequeueSignal()))
                .environment("killer", body -> body.call(sendSignal("task", Signal.SIGKILL)))
                .environment("other", body -> body.call(killProcess("task"))))
                .go("modprobe", 4).go("worker", 3).go("user", 2).go("other", 2).go("killer", 2);
        played.does("worker", "killPending[worker]=false first[worker]=9")
                .does("worker", "signals[worker]=false second[worker]=15")
                .does("worker", "sharedKill[worker]=false third[worker]=9")
                .does("worker", "");
    }

    @Test
    void eachSignalIsForgottenWithItsKindAndAllAtOnce() {
        ProtocolBuilder builder = signalled(body -> body.call(allowSignal()).call(allowSignal(Signal.SIGKILL))
                .when(chance("coin()"), then -> then.call(disallowSignal()).call(disallowSignal(Signal.SIGKILL)),
                        otherwise -> otherwise.call(flushSignals())))
                .environment("killer", body -> body.call(sendSignal("task", Signal.SIGKILL)))
                .environment("other", body -> body.call(killProcess("task")));
        Played both = play(builder).go("modprobe", 4).go("worker", 3).go("user", 2).go("other", 2).go("killer", 2);
        Snapshot pending = both.at;
        both.go("worker", 1)
                .does("worker", "allowed[worker]=false signals[worker]=false")
                .does("worker", "allowsKill[worker]=false killPending[worker]=false sharedKill[worker]=false");
        both.at = pending;
        both.choose("worker", both.moves("worker").get(1))
                .does("worker", "signals[worker]=false killPending[worker]=false sharedKill[worker]=false");
    }

    @Test
    void everyKillableWaitLooksAtFatalSignalsOnly() {
        Consumer<Body> init = i -> i.call(mutexLock("lock")).call(down("sem")).call(downWrite("rw"))
                .assign("task", kthreadRun("worker"));
        Map<Operation, Integer> waits = new LinkedHashMap<>();
        waits.put(waitEventKillable("queue", flag("ready")), -512);
        waits.put(new CompletionOperation.WaitForCompletion("done", SleepMode.KILLABLE, Timeout.NEVER), -512);
        waits.put(mutexLockKillable("lock"), -4);
        waits.put(downKillable("sem"), -4);
        waits.put(downReadKillable("rw"), -4);
        waits.put(downWriteKillable("rw"), -4);
        waits.forEach((wait, result) -> {
            ProtocolBuilder builder = killed(body -> body.call(allowSignal(Signal.SIGKILL)).call(allowSignal()).assign("ret", wait))
                    .semaphore("sem", 1).rwSemaphore("rw").init(init)
                    .environment("other", body -> body.call(sendSignal("task"))).exit(exit -> exit.call(kthreadStop("task")));
            Played played = play(builder).until("modprobe", "module=live").finish("worker")
                    .finish("other").finish("modprobe").finish("worker");
            assertThat(played.at.get("ret", "worker")).as(wait.c()).hasValueSatisfying(r -> assertThat(r).hasToString("0"));
            assertThat(played.at.get("signals", "worker")).hasValueSatisfying(s -> assertThat(s).hasToString("true"));
            played.finish("user").until("worker", "ret[worker]=" + result);
        });
    }

    @Test
    void aFatalSignalIsTold() {
        play(killed(body -> body.call(allowSignal(Signal.SIGKILL)).when(fatalSignalPending(), then -> then.call(flushSignals()))))
                .go("modprobe", 4).go("worker", 2).go("user", 2)
                .go("worker", 1).does("worker", "killPending[worker]=false");
        play(signalled(body -> body.call(allowSignal(Signal.SIGKILL)).when(fatalSignalPending(), then -> then.call(flushSignals())))
                .environment("killer", body -> body.call(killProcess("task"))))
                .go("modprobe", 4).go("worker", 2).go("killer", 2)
                .go("worker", 1).does("worker", "");
    }

    @Test
    void aSignalNeedsATask() {
        play(signalled(body -> { })).go("user", 1).expect("user", "fault=NULL-DEREF");
        play(signalled(body -> { })).go("modprobe", 4).go("worker", 5).go("user", 1).expect("user", "fault=KASAN-UAF");
    }

    @Test
    void withoutAnySignalThereIsNothingToAllowOrForget() {
        play(module(body -> body.call(allowSignal()).call(flushSignals())).init(RUN)).go("modprobe", 3).go("worker", 1)
                .expect("worker", "pc[worker]=2")
                .expect("worker", "pc[worker]=3");
    }

    @Test
    void spuriousWakeUpsReachEverySleeperAndAreCounted() {
        Played played = play(module(body -> body.call(setCurrentState(TaskState.IDLE)).call(schedule())
                .call(setCurrentState(TaskState.IDLE)).call(schedule())).spuriousWakeUps(2).init(RUN))
                .refuse("SpuriousWake").go("modprobe", 1)
                .expect("SpuriousWake", "spurious=1 state[worker]=RUNNING asleep[worker]=false")
                .refuse("SpuriousWake")
                .expect("worker", "pc[worker]=1")
                .go("worker", 2)
                .expect("SpuriousWake", "spurious=2 state[worker]=RUNNING asleep[worker]=false")
                .go("worker", 1);
        played.refuse("SpuriousWake");
        play(module(body -> body.call(setCurrentState(TaskState.IDLE)).call(schedule())
                .call(schedule())).spuriousWakeUps(2).init(RUN))
                .go("modprobe", 3).go("worker", 2)
                .expect("SpuriousWake", "spurious=1 state[worker]=RUNNING")
                .expect("worker", "pc[worker]=3")
                .refuse("SpuriousWake");
    }

    @Test
    void aUserTaskIsSentASignalOnceAndWhileItIsInTheModule() {
        ProtocolBuilder builder = calls(body -> body.assign("ret", waitEventInterruptible("queue", flag("ready")))
                .call(mutexLock("lock")));
        play(builder).refuse("Signal").go("modprobe", 4).refuse("Signal").go("reader", 1)
                .expect("Signal", "signals[reader]=true")
                .refuse("Signal")
                .go("reader", 1)
                .expect("reader", "pc[reader]=4.retest")
                .go("reader", 1)
                .expect("reader", "pc[reader]=5 ret[reader]=-512")
                .expect("reader", "pc[reader]=return lock=reader");
        play(builder).go("modprobe", 4).go("reader", 4)
                .expect("reader", "pc[reader]=4.prepare asleep[reader]=true")
                .expect("Signal", "signals[reader]=true state[reader]=RUNNING asleep[reader]=false");
    }

    @Test
    void noSignalReachesAUserTaskThatHasLeftTheModule() {
        play(calls(body -> body.when(signalPending(), then -> { }))).go("modprobe", 4).go("reader", 2)
                .expect("Signal", "signals[reader]=true");
        play(calls(body -> body.when(signalPending(), then -> { }))).go("modprobe", 4).go("reader", 3)
                .refuse("Signal");
    }

    @Test
    void aSignalDoesNotEndTheOtherSleepsOfAUserTask() {
        play(calls(body -> body.call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule())
                .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule())))
                .go("modprobe", 4).go("reader", 3)
                .expect("Signal", "signals[reader]=true")
                .refuse("reader");
    }

    @Test
    void interruptibleWaitsOfAUserTaskEndWithASignal() {
        play(calls(body -> body.assign("ret", waitForCompletionInterruptible("done"))))
                .go("modprobe", 4).go("reader", 1).refuse("reader").go("Signal", 1)
                .expect("reader", "pc[reader]=return ret[reader]=-512");
        play(calls(body -> body.assign("ret", mutexLockInterruptible("lock"))).init(init -> init.call(mutexLock("lock"))
                .assign("task", kthreadRun("worker"))))
                .go("modprobe", 5).go("reader", 1).refuse("reader").go("Signal", 1)
                .expect("reader", "pc[reader]=return ret[reader]=-4");
        play(calls(body -> body.call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule())))
                .go("modprobe", 4).go("reader", 2).go("Signal", 1)
                .expect("reader", "pc[reader]=return");
    }

    @Test
    void theTaskThatLoadsTheModuleIsSentSignalsToo() {
        play(module(body -> { }).completion("done").init(init -> init.assign("task", kthreadRun("worker"))
                .assign("ret", waitForCompletionInterruptible("done"))).exit(exit -> { }))
                .go("modprobe", 3).refuse("modprobe")
                .expect("Signal", "signals[modprobe]=true")
                .expect("modprobe", "pc[modprobe]=4 ret[modprobe]=-512")
                .go("modprobe", 1).refuse("Signal");
    }

    @Test
    void noSignalsWhereTheyMakeNoDifference() {
        Played played = play(calls(body -> body.call(waitForCompletion("done")))).go("modprobe", 4).go("reader", 1)
                .refuse("Signal");
        assertThat(played.at.values()).doesNotContainKey("signals");
    }

    @Test
    void kernelThreadsAreSentNoneByUsers() {
        play(module(body -> body.call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule())).init(RUN))
                .go("modprobe", 3).go("worker", 3).refuse("Signal");
    }

    /** A user who calls into a module. */
    private static ProtocolBuilder calls(Consumer<Body> reader) {
        return module(body -> { }).flag("ready").waitQueue("queue").completion("done").mutex("lock").init(RUN)
                .exit(exit -> { }).fileOperations("reader", 1, Pinning.NONE, reader);
    }

    private static ProtocolBuilder module(Consumer<Body> worker) {
        return Protocol.module("example").taskPointer("task").kthread("worker", worker);
    }

    /** A thread to which a user sends a signal. */
    private static ProtocolBuilder signalled(Consumer<Body> worker) {
        return module(worker).flag("ready").waitQueue("queue").completion("done").mutex("lock").init(RUN)
                .environment("user", body -> body.call(sendSignal("task")));
    }

    /** A thread that a user sends SIGKILL. */
    private static ProtocolBuilder killed(Consumer<Body> worker) {
        return module(worker).flag("ready").waitQueue("queue").completion("done").mutex("lock").init(RUN)
                .environment("user", body -> body.call(sendSignal("task", Signal.SIGKILL)));
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
