package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.waitqueueActive;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.down;
import static org.quiesce.protocol.Ops.downInterruptible;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.downTrylock;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.synchronizeRcu;
import static org.quiesce.protocol.Ops.uncheckedModuleGet;
import static org.quiesce.protocol.Ops.up;
import static org.quiesce.protocol.Ops.upRead;
import static org.quiesce.protocol.Ops.upWrite;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitWoken;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Datum;

/** What each step of wait queues, semaphores and sections changes, in runs along a schedule. */
class WaitEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };

    @Test
    void aWakeUpTakesAnyOneOfTheExclusiveWaitersItCanWake() {
        Played played = play(module()
                .fileOperations("reader", 2, Pinning.NONE, body -> body.call(waitEvent("queue", flag("ready")).exclusive()))
                .fileOperation("poller", body -> body.call(waitEvent("queue", flag("ready"))))
                .init(NOTHING)
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUp("queue")).call(wakeUp("queue"))))
                .go("modprobe", 1);
        for (String waiter : List.of("reader1", "reader2", "poller")) {
            played.go(waiter, 2);
            while (played.moves(waiter).size() > 0) {
                played.go(waiter, 1);
            }
        }
        assertThat(played.moves("device")).hasSize(2)
                .allMatch(move -> move.contains("asleep[poller]=false") && move.contains("state[poller]=RUNNING"))
                .anyMatch(move -> move.contains("asleep[reader1]=false") && !move.contains("reader2"))
                .anyMatch(move -> move.contains("asleep[reader2]=false") && !move.contains("reader1"));
        played.go("device", 1);
        assertThat(played.moves("device")).hasSize(1).allMatch(move -> move.contains("asleep[reader2]=false"));
        played.go("device", 1);
        assertThat(played.moves("device")).containsExactly("pc[device]=done");
    }

    @Test
    void aWaiterQueuesInTheWayOfItsLastWait() {
        play(module().kthread("worker", body -> body
                .call(waitEvent("queue", flag("ready")).exclusive()).call(clear("ready")).call(waitEvent("queue", flag("ready"))))
                .init(init -> init.assign("task", kthreadRun("worker")))
                .environment("device", body -> body.call(set("ready")).call(wakeUp("queue"))))
                .go("modprobe", 3).go("worker", 2)
                .expect("worker", "pc[worker]=1.test queue={worker} state[worker]=UNINTERRUPTIBLE exclusive[worker]=true")
                .go("device", 1)
                .expect("worker", "pc[worker]=1.finish")
                .expect("worker", "pc[worker]=2 queue={} state[worker]=RUNNING")
                .go("worker", 2)
                .expect("worker", "pc[worker]=3.test queue={worker} state[worker]=UNINTERRUPTIBLE exclusive[worker]=false");
    }

    @Test
    void waitWokenRemembersAWakeUp() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(addWaitQueue("queue"))
                .call(waitWoken(SleepMode.INTERRUPTIBLE)).call(waitWoken(SleepMode.INTERRUPTIBLE))
                .call(removeWaitQueue("queue")).call(removeWaitQueue("queue")))
                .init(init -> init.assign("task", kthreadRun("worker")))
                .exit(exit -> exit.call(kthreadStop("task")))
                .environment("device", body -> body.call(wakeUp("queue")));
        play(driver).go("modprobe", 3).go("worker", 1)
                .expect("worker", "pc[worker]=2.state queue={worker}")
                .expect("device", "pc[device]=done woken[worker]=true")
                .expect("worker", "pc[worker]=2.test state[worker]=INTERRUPTIBLE")
                .expect("worker", "pc[worker]=2.run")
                .expect("worker", "pc[worker]=3.state state[worker]=RUNNING woken[worker]=false")
                .go("worker", 2)
                .expect("worker", "pc[worker]=3.run asleep[worker]=true")
                .refuse("worker")
                .go("modprobe", 7)
                .expect("worker", "pc[worker]=4");
        play(driver).go("modprobe", 3).go("worker", 4).expect("worker", "pc[worker]=2.run asleep[worker]=true")
                .expect("device", "pc[device]=done woken[worker]=true state[worker]=RUNNING asleep[worker]=false")
                .go("worker", 4).go("modprobe", 7).go("worker", 1)
                .expect("worker", "pc[worker]=5 queue={}")
                .expect("worker", "pc[worker]=6 warned=true");
    }

    @Test
    void onOldKernelsWaitWokenDoesNotSeeARequestToPark() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(addWaitQueue("queue"))
                .call(waitWoken(SleepMode.UNINTERRUPTIBLE)).when(shouldPark(), then -> then.call(set("ready"))))
                .init(init -> init.assign("task", kthreadRun("worker")).call(kthreadPark("task")));
        assertThat(afterTheRequest(driver, LINUX_6_1).moves("worker")).containsExactly("pc[worker]=2.sleep");
        assertThat(afterTheRequest(driver, LINUX_6_12).moves("worker")).containsExactly("pc[worker]=2.run");
    }

    /** The thread is about to test whether it should sleep when somebody asks it to park. */
    private static Played afterTheRequest(ProtocolBuilder driver, Profile profile) {
        Played played = Played.of(driver, profile).go("modprobe", 3);
        while (!played.at.get("pc", "worker").orElseThrow().toString().equals("2.test")) {
            played.go("worker", 1);
        }
        while (!played.at.get("shouldPark", "worker").orElseThrow().equals(Datum.of(true))) {
            played.go("modprobe", 1);
        }
        return played;
    }

    @Test
    void whetherSomebodyIsQueued() {
        ProtocolBuilder driver = module().fileOperation("reader", body -> body.call(waitEvent("queue", flag("ready"))))
                .init(NOTHING)
                .environment("device", body -> body.when(waitqueueActive("queue"), then -> then.call(wakeUp("queue"))));
        play(driver).expect("device", "pc[device]=done");
        Played played = play(driver).go("modprobe", 1).go("reader", 2);
        while (played.moves("reader").size() > 0) {
            played.go("reader", 1);
        }
        assertThat(played.moves("device")).hasSize(1).noneMatch(move -> move.contains("done"));
    }

    @Test
    void semaphoresCount() {
        play(module().semaphore("gate", 1).init(init -> init.call(down("gate")).assign("ret", downTrylock("gate"))
                .call(up("gate")).assign("ret", downTrylock("gate")).call(down("gate"))))
                .expect("modprobe", "pc[modprobe]=2 gate=0")
                .expect("modprobe", "pc[modprobe]=3 ret[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=4 gate=1")
                .expect("modprobe", "pc[modprobe]=5 gate=0 ret[modprobe]=0")
                .refuse("modprobe");
        play(module().semaphore("gate", SharedObject.Semaphore.MAX).init(init -> init.call(up("gate"))))
                .expect("modprobe", "fault=BOUND");
    }

    @Test
    void aSignalEndsAWaitForASemaphore() {
        play(module().semaphore("gate", 1).init(init -> init.assign("ret", downInterruptible("gate"))
                .assign("ret", downInterruptible("gate"))))
                .expect("modprobe", "pc[modprobe]=2 gate=0")
                .refuse("modprobe")
                .go("Signal", 1)
                .expect("modprobe", "pc[modprobe]=3 ret[modprobe]=-4");
    }

    @Test
    void rwSemaphores() {
        Played played = play(module().rwSemaphore("gate")
                .fileOperations("reader", 1, Pinning.NONE, body -> body.call(downRead("gate")).call(downWrite("gate")))
                .init(NOTHING)
                .exit(exit -> exit.call(downRead("gate")).call(downRead("gate")).call(upRead("gate"))
                        .call(downWrite("gate")).call(upRead("gate")).call(upWrite("gate"))))
                .go("modprobe", 1).go("reader", 1).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=3 gate[modprobe]=read")
                .expect("modprobe", "pc[modprobe]=4 warned=true")
                .expect("modprobe", "pc[modprobe]=5 gate[modprobe]=none")
                .expect("modprobe", "pc[modprobe]=6 gate[modprobe]=write")
                .refuse("reader")
                .expect("modprobe", "pc[modprobe]=7")
                .expect("modprobe", "pc[modprobe]=sync gate[modprobe]=none");
        played.go("reader", 1).refuse("reader");
    }

    /** Nor does who gives back what it does not hold lose what it holds. */
    @Test
    void anRwSemaphoreThatIsNotHeldThatWayIsWarnedOf() {
        play(module().rwSemaphore("gate").init(init -> init.call(upRead("gate")).call(downRead("gate"))))
                .does("modprobe", "warned=true")
                .does("modprobe", "gate[modprobe]=read");
        play(module().rwSemaphore("gate").init(init -> init.call(downRead("gate")).call(upWrite("gate")).call(upRead("gate"))))
                .does("modprobe", "gate[modprobe]=read")
                .does("modprobe", "warned=true")
                .does("modprobe", "gate[modprobe]=none");
        play(module().rwSemaphore("gate").init(init -> init.call(downWrite("gate")).call(upRead("gate"))))
                .does("modprobe", "gate[modprobe]=write")
                .does("modprobe", "warned=true");
    }

    @Test
    void sectionsNestAndForbidToSleep() {
        ProtocolBuilder driver = module().init(init -> init.call(rcuReadLock()).call(rcuReadLock())
                .call(rcuReadUnlock()).call(msleep()));
        play(driver).expect("modprobe", "pc[modprobe]=2 nesting[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=3 nesting[modprobe]=2")
                .expect("modprobe", "pc[modprobe]=4 nesting[modprobe]=1")
                .expect("modprobe", "fault=ATOMIC");
        play(module().init(init -> init.call(rcuReadUnlock()).call(rcuReadLock())))
                .expect("modprobe", "pc[modprobe]=2 warned=true")
                .go("modprobe", 1)
                .expect("modprobe", "fault=ATOMIC");
        play(module().init(init -> {
            for (int i = 0; i <= Bounds.NESTING_MAX; i++) {
                init.call(rcuReadLock());
            }
        })).go("modprobe", Bounds.NESTING_MAX).expect("modprobe", "fault=BOUND");
    }

    @Test
    void aGracePeriodWaitsForSectionsThatBeganBefore() {
        ProtocolBuilder driver = module().init(NOTHING).exit(exit -> exit.call(synchronizeRcu()))
                .fileOperations("reader", 1, Pinning.NONE, body -> body.call(rcuReadLock()).call(rcuReadUnlock())
                        .call(rcuReadLock()).call(rcuReadUnlock()));
        play(driver).go("modprobe", 1).go("reader", 2).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=2.wait gracePeriod[modprobe]={reader}")
                .refuse("modprobe")
                .go("reader", 1)
                .expect("modprobe", "pc[modprobe]=sync gracePeriod[modprobe]={}");
        play(driver).go("modprobe", 1).go("reader", 1).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=2.wait")
                .go("reader", 1)
                .expect("modprobe", "pc[modprobe]=sync");
    }

    @Test
    void aReferenceOnAModuleThatIsGoing() {
        play(module().init(init -> init.call(uncheckedModuleGet()))
                .exit(exit -> exit.call(uncheckedModuleGet()).call(modulePut())))
                .expect("modprobe", "pc[modprobe]=2 refs=3");
        play(module().init(NOTHING).exit(exit -> exit.call(uncheckedModuleGet()).call(modulePut())))
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=3 refs=1")
                .expect("modprobe", "pc[modprobe]=sync refs=0");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").waitQueue("queue").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
