package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_5_15;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.kernel.Profiles.LINUX_6_6;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kthreadBind;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.taskWorkAdd;
import static org.quiesce.protocol.Ops.thawProcesses;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.SystemEvent;

/** What each step of binding, task work, interrupts, init text, oopses and suspends changes, in runs along a schedule. */
class KernelTaskEffectsTest {

    private static final Consumer<Body> SETS = body -> body.call(set("ready"));
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Consumer<Body> WAITS =
            body -> body.assign("ret", waitEventInterruptible("queue", flag("ready")));

    @Test
    void aThreadIsBoundInAnUninterruptibleSleep() {
        play(module().kthread("worker", SETS).init(init -> init.assign("task", kthreadCreate("worker"))
                .call(kthreadBind("task")).call(wakeUpProcess("task")).call(kthreadBind("task"))))
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=4.bind arg[modprobe]=worker")
                .expect("modprobe", "pc[modprobe]=5.load arg[modprobe]=NULL");
        ProtocolBuilder late = module().kthread("worker", body -> body.call(waitEvent("queue", flag("ready"))))
                .init(init -> init.assign("task", kthreadRun("worker")).call(kthreadBind("task")));
        play(late).go("modprobe", 4).expect("modprobe", "pc[modprobe]=5 arg[modprobe]=NULL warned=true");
        play(late).go("modprobe", 4).go("worker", 4).refuse("modprobe").go("worker", 1)
                .expect("modprobe", "pc[modprobe]=5 arg[modprobe]=NULL");
        play(module().kthread("worker", SETS).init(init -> init.call(kthreadBind("task"))
                .assign("task", kthreadRun("worker")))).go("modprobe", 1).expect("modprobe", "fault=NULL-DEREF");
    }

    @Test
    void taskWorkIsRunOnceAndThenRefused() {
        Played played = play(module().kthread("worker", SETS).taskWork("cleans", SETS)
                .init(init -> init.assign("task", kthreadRun("worker")).assign("ret", taskWorkAdd("task", "cleans"))
                        .assign("ret", taskWorkAdd("task", "cleans"))))
                .go("modprobe", 3).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=6.load arg[modprobe]=NULL taskWork[worker]=queued")
                .go("modprobe", 1);
        assertThat(played.moves("modprobe")).containsExactly("fault=BOUND");
        while (!played.at.get("pc", "worker").orElseThrow().toString().equals("exited")) {
            played.go("worker", 1);
        }
        String work = played.moves("worker").get(0);
        assertThat(work).endsWith("taskWork[worker]=none");
        played.go("worker", 1).go("worker", 1)
                .expect("worker", "pc[worker]=exited")
                .expect("worker", "pc[worker]=reap taskWork[worker]=closed")
                .expect("modprobe", "pc[modprobe]=7 arg[modprobe]=NULL ret[modprobe]=-3")
                .expect("worker", "pc[worker]=dead state[worker]=DEAD");
    }

    @Test
    void taskWorkMustEndItsSections() {
        Played played = play(module().kthread("worker", SETS).taskWork("cleans", body -> body.call(rcuReadLock()))
                .init(init -> init.assign("task", kthreadRun("worker")).call(taskWorkAdd("task", "cleans"))))
                .go("modprobe", 5);
        while (!played.at.get("pc", "worker").orElseThrow().toString().equals("return")) {
            played.go("worker", 1);
        }
        played.expect("worker", "fault=ATOMIC");
    }

    @Test
    void anInterruptWakesItsThreadWhichRunsOnceMore() {
        play(module().irqHandler("handler", body -> body.call(irqWakeThread())).irqThread("thread_fn", SETS)
                .init(init -> init.call(requestThreadedIrq("handler", "thread_fn")))
                .exit(exit -> exit.call(freeIrq("handler"))))
                .go("modprobe", 3).refuse("thread_fn").go("handler", 2)
                .expect("handler", "pc[handler]=idle armed[thread_fn]=true")
                .go("modprobe", 2)
                .refuse("modprobe")
                .refuse("handler")
                .go("thread_fn", 1)
                .refuse("modprobe")
                .go("thread_fn", 2)
                .refuse("thread_fn")
                .expect("modprobe", "pc[modprobe]=sync");
    }

    @Test
    void freeIrqWakesAFunctionThatRunsOnlyWhereItDoesNotAwaitIt() {
        ProtocolBuilder sleeps = threaded(body -> body.call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule()));
        for (Profile kernel : List.of(LINUX_5_10, LINUX_5_15, LINUX_6_1)) {
            asleepAndFreed(sleeps, kernel)
                    .does("modprobe", "state[thread_fn]=RUNNING asleep[thread_fn]=false")
                    .refuse("modprobe").finish("thread_fn").expect("modprobe", "pc[modprobe]=sync");
        }
        for (Profile kernel : List.of(LINUX_6_6, LINUX_6_12, LINUX_6_18)) {
            asleepAndFreed(sleeps, kernel).does("modprobe", "").refuse("modprobe")
                    .refuse("thread_fn");
        }
    }

    @Test
    void freeIrqBreaksInterruptibleWaitsOnlyWhereItSignalsAFunctionThatRuns() {
        asleepAndFreed(threaded(WAITS), LINUX_6_1).does("modprobe", "notified[thread_fn]=true")
                .does("modprobe", "state[thread_fn]=RUNNING asleep[thread_fn]=false")
                .until("thread_fn", "ret[thread_fn]=-512").finish("thread_fn").expect("modprobe", "pc[modprobe]=sync");
        for (Profile kernel : List.of(LINUX_5_10, LINUX_5_15)) {
            asleepAndFreed(threaded(WAITS), kernel).does("modprobe", "")
                    .does("modprobe", "state[thread_fn]=RUNNING asleep[thread_fn]=false")
                    .finish("thread_fn").refuse("modprobe").refuse("thread_fn");
        }
        for (Profile kernel : List.of(LINUX_6_6, LINUX_6_12, LINUX_6_18)) {
            asleepAndFreed(threaded(WAITS), kernel).does("modprobe", "").does("modprobe", "")
                    .refuse("thread_fn").refuse("modprobe");
        }
    }

    @Test
    void aThreadThatWasWokenAndDidNotRunYetIsSignalledAllTheSame() {
        Played.of(threaded(WAITS), LINUX_6_1).until("modprobe", "module=live").go("handler", 3)
                .until("modprobe", "notified[thread_fn]=true").does("modprobe", "").refuse("modprobe")
                .until("thread_fn", "ret[thread_fn]=-512").finish("thread_fn").expect("modprobe", "pc[modprobe]=sync");
    }

    @Test
    void anInterruptThatIsRequestedAgainHasAThreadThatNobodyStopped() {
        Played.of(module().irqHandler("handler", body -> body.call(irqWakeThread())).irqThread("thread_fn", WAITS)
                        .init(init -> init.call(requestThreadedIrq("handler", "thread_fn")).call(freeIrq("handler"))
                                .call(requestThreadedIrq("handler", "thread_fn"))), LINUX_6_1)
                .until("modprobe", "notified[thread_fn]=true").go("modprobe", 2)
                .does("modprobe", "armed[handler]=true notified[thread_fn]=false");
    }

    private static ProtocolBuilder threaded(Consumer<Body> function) {
        return module().irqHandler("handler", body -> body.call(irqWakeThread())).irqThread("thread_fn", function)
                .init(init -> init.call(requestThreadedIrq("handler", "thread_fn")))
                .exit(exit -> exit.call(freeIrq("handler")));
    }

    /** The function sleeps, and the interrupt comes no more: next its thread is stopped. */
    private static Played asleepAndFreed(ProtocolBuilder driver, Profile kernel) {
        return Played.of(driver, kernel).until("modprobe", "module=live").go("handler", 3)
                .until("thread_fn", "asleep[thread_fn]=true").refuse("thread_fn")
                .until("modprobe", "armed[handler]=false").go("modprobe", 1);
    }

    @Test
    void aNotifierStaysRegistered() {
        play(module().notifier("reboots", SETS).init(init -> init.call(registerNotifier("reboots"))))
                .refuse("reboots").go("modprobe", 1).go("reboots", 3)
                .expect("reboots", "pc[reboots]=3");
    }

    @Test
    void initTextIsFreedAfterASuccess() {
        play(module().kthread("worker", body -> body.call(waitEvent("queue", flag("ready")))).init(RUN).initText("worker"))
                .refuse(SystemEvent.INIT_FREED.action())
                .go("modprobe", 3).go("worker", 2)
                .expect("modprobe", "pc[modprobe]=live module=live initText=unneeded")
                .expect(SystemEvent.INIT_FREED.action(), "initText=freed")
                .refuse(SystemEvent.INIT_FREED.action())
                .expect("FetchFault", "fault=TEXT-FAULT");
        play(module().kthread("worker", SETS).initText("worker").init(init -> init
                .assign("task", kthreadRun("worker")).call(kthreadStop("task")).returns(-19)))
                .go("modprobe", 8).go("worker", 2)
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=sync module=going")
                .refuse(SystemEvent.INIT_FREED.action());
    }

    @Test
    void aThreadThatAsksItselfToParkDoesNotWait() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(setLocal("ret", 7))
                .assign("ret", kthreadPark("task")).call(kthreadParkme()));
        Played played = play(driver.init(RUN).exit(exit -> exit.assign("ret", kthreadPark("task"))))
                .until("modprobe", "module=live").until("worker", "shouldPark[worker]=true");
        played.expect("worker", "pc[worker]=3.state arg[worker]=NULL");
        assertThat(played.at.get("ret", "worker")).hasValue(Datum.of(0));
        // The parker who comes now takes the count that belongs to nobody.
        played.until("worker", "parked[worker]=1").until("modprobe", "warned=true");
    }

    @Test
    void aUserTaskHasNoThreadToAsk() {
        play(module().kthread("worker", SETS).init(RUN)
                .fileOperation("reader", body -> body.when(shouldStop(), then -> then.call(set("ready")))))
                .until("modprobe", "module=live").go("reader", 1)
                .expect("reader", "fault=NULL-DEREF");
    }

    @Test
    void anOopsEndsAThreadWhereItIs() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(rcuReadLock()).call(set("ready"))
                .call(rcuReadUnlock()).call(set("ready"))).init(RUN).oops("worker");
        play(driver).go("modprobe", 3).refuse("Oops").go("worker", 3)
                .expect("Oops", "pc[worker]=exit nesting[worker]=0 oopsed=true")
                .refuse("Oops");
        Played.of(driver, LINUX_5_15).go("modprobe", 3).go("worker", 2)
                .expect("Oops", "pc[worker]=exit nesting[worker]=0 oopsed=true result[worker]=9");
    }

    @Test
    void aSuspendSignalsUserTasksAndKeepsThemOut() {
        Played played = play(module().kthread("worker", body -> body.call(setFreezable()).call(tryToFreeze()))
                .init(RUN).fileOperation("reader", body -> body.call(waitEventInterruptible("queue", flag("ready"))))
                .environment("machine", body -> body.call(suspendFreezeProcesses()).call(thawProcesses())))
                .go("modprobe", 4).go("reader", 1);
        while (played.moves("reader").size() > 0) {
            played.go("reader", 1);
        }
        String users = "machine";
        assertThat(played.moves(users)).singleElement().asString()
                .contains("asleep[reader]=false", "signals[reader]=true", "state[reader]=RUNNING");
        played.go(users, 1).refuse(users);
        while (!played.at.get("pc", "reader").orElseThrow().toString().equals("done")) {
            played.go("reader", 1);
        }
        assertThat(played.moves(users)).singleElement().asString().contains("usersFrozen=true");
        played.go(users, 1).refuse("modprobe");
        assertThat(played.moves(users)).singleElement().asString().contains("freezing=true");
        played.go(users, 1);
        // Not freezable yet: nobody is missing.
        assertThat(played.moves(users)).hasSize(1);
        played.go("worker", 3).refuse(users);
        while (played.moves("worker").size() > 0) {
            played.go("worker", 1);
        }
        played.go(users, 1);
        assertThat(played.moves(users)).singleElement().asString()
                .contains("asleep[worker]=false", "freezing=false", "usersFrozen=false");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").waitQueue("queue").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
