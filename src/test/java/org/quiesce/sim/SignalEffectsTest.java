package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;

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

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
