package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpInterruptible;
import static org.quiesce.protocol.WaitOps.addWaitQueueExclusive;
import static org.quiesce.protocol.WaitOps.addWaitQueuePriority;
import static org.quiesce.protocol.WaitOps.finishWait;
import static org.quiesce.protocol.WaitOps.prepareToWait;
import static org.quiesce.protocol.WaitOps.prepareToWaitEvent;
import static org.quiesce.protocol.WaitOps.swaitEventIdleExclusive;
import static org.quiesce.protocol.WaitOps.swakeUpOne;
import static org.quiesce.protocol.WaitOps.wakeUpNr;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Snapshot;

/** What each step of queueing by hand, and of wake-ups that pick among the waiters, changes. */
class QueueEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));

    @Test
    void aCallerQueuesByHand() {
        play(module().spinlock("lock").kthread("worker", body -> body.call(spinLock("lock"))
                .call(prepareToWait("queue", TaskState.UNINTERRUPTIBLE)).call(prepareToWait("queue", TaskState.INTERRUPTIBLE))
                .call(finishWait("queue"))).init(RUN)).go("modprobe", 3).go("worker", 2)
                .does("worker", "queue={worker} state[worker]=UNINTERRUPTIBLE")
                .does("worker", "state[worker]=INTERRUPTIBLE")
                .does("worker", "queue={} state[worker]=RUNNING");
    }

    @Test
    void aPendingSignalTakesItOffTheQueue() {
        ProtocolBuilder driver = module().spinlock("lock").kthread("worker", body -> body.call(allowSignal())
                .call(spinLock("lock"))
                .assign("ret", prepareToWaitEvent("queue", SleepMode.INTERRUPTIBLE))
                .assign("ret", prepareToWaitEvent("queue", SleepMode.INTERRUPTIBLE))
                .assign("ret", prepareToWaitEvent("queue", SleepMode.UNINTERRUPTIBLE)))
                .init(RUN).fileOperation("sender", body -> body.call(sendSignal("task")));
        play(driver).go("modprobe", 4).go("worker", 3)
                .does("worker", "queue={worker} state[worker]=INTERRUPTIBLE").does("worker", "")
                .until("sender", "signals[worker]=true")
                .does("worker", "queue={}").does("worker", "ret[worker]=-512")
                .does("worker", "queue={worker} state[worker]=UNINTERRUPTIBLE").does("worker", "ret[worker]=0");
    }

    @Test
    void whoAddsItselfTwiceIsWarned() {
        play(module().kthread("worker", body -> body.call(addWaitQueueExclusive("queue"))
                .call(addWaitQueueExclusive("queue")).call(removeWaitQueue("queue"))).init(RUN))
                .go("modprobe", 3).go("worker", 1)
                .does("worker", "queue={worker}")
                .does("worker", "warned=true")
                .does("worker", "queue={}");
    }

    @Test
    void soManyOfTheExclusiveWaitersAreWoken() {
        Played played = live(sleepers(3).environment("device", body -> body
                .call(wakeUpNr("queue", 2)).call(wakeUpNr("queue", 2)).call(wakeUpNr("queue", 2))));
        for (String waiter : List.of("reader1", "reader2", "reader3", "poller")) {
            sleep(played, waiter);
        }
        String poller = woken("poller");
        assertThat(played.choices("device")).containsExactlyInAnyOrder(
                all(poller, woken("reader1"), woken("reader2")),
                all(poller, woken("reader1"), woken("reader3")),
                all(poller, woken("reader2"), woken("reader3")));
        played.go("device", 1);
        assertThat(played.choices("device")).hasSize(1);
        String left = played.moves("device").get(0);
        assertThat(left).doesNotContain("poller").containsOnlyOnce("RUNNING");
        played.go("device", 1).does("device", "");
    }

    @Test
    void waitersWithPriorityAreWokenAlone() {
        ProtocolBuilder driver = sleepers(2)
                .fileOperation("first", body -> body.call(addWaitQueuePriority("queue"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule()))
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUp("queue")));
        Played played = live(driver);
        for (String waiter : List.of("reader1", "reader2", "poller", "first")) {
            sleep(played, waiter);
        }
        played.does("device", woken("first"));
        assertThat(played.choices("device")).containsExactlyInAnyOrder(
                all(woken("poller"), woken("reader1")), all(woken("poller"), woken("reader2")));
    }

    /** Which of them is left open; those who cannot be woken are passed over. */
    @Test
    void ofSeveralWaitersWithPriorityOneIsWoken() {
        Played played = live(sleepers(1)
                .fileOperations("first", 2, Pinning.NONE, body -> body.call(addWaitQueuePriority("queue"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule()))
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUp("queue")).call(wakeUp("queue"))));
        for (String waiter : List.of("reader", "poller", "first1", "first2")) {
            sleep(played, waiter);
        }
        assertThat(played.choices("device")).containsExactlyInAnyOrder(all(woken("first1")), all(woken("first2")));
        played.does("device", woken("first1")).does("device", woken("first2"))
                .does("device", woken("reader") + " " + woken("poller"));
    }

    @Test
    void withoutOtherExclusiveWaitersEverybodyIsWokenWhereNobodyHasPriority() {
        Played played = live(sleepers(0)
                .fileOperation("first", body -> body.call(addWaitQueuePriority("queue"))
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule()))
                .environment("device", body -> body.call(wakeUpInterruptible("queue")).call(wakeUp("queue"))));
        for (String waiter : List.of("poller", "first")) {
            sleep(played, waiter);
        }
        played.does("device", woken("poller")).does("device", woken("first"));
    }

    @Test
    void anEntryOfAThreadThatIsDeadIsStale() {
        ProtocolBuilder driver = module()
                .kthread("worker", body -> body.call(addWaitQueue("queue")))
                .init(init -> init.assign("task", kthreadRun("worker")))
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUp("queue")));
        Played played = Played.of(driver, LINUX_6_12).until("modprobe", "module=live").until("worker", "queue={worker}")
                .does("device", "woken[worker]=true").until("worker", "exited[worker]=1");
        Snapshot exits = played.at;
        played.does("device", "");
        played.at = exits;
        played.until("worker", "state[worker]=DEAD").does("device", "fault=KASAN-UAF");
    }

    @Test
    void anEntryOfACallThatHasReturnedIsStaleAndOneThatSleepsIsNot() {
        ProtocolBuilder driver = module()
                .fileOperation("poller", body -> body.call(addWaitQueueExclusive("queue"))
                        .call(setCurrentState(TaskState.IDLE)).call(schedule()))
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUp("queue")));
        Played played = live(driver);
        sleep(played, "poller");
        played.does("device", woken("poller"));
        Snapshot woken = played.at;
        played.does("device", "");
        played.at = woken;
        played.finish("poller");
        assertThat(played.choices("device")).containsExactly(Set.of("fault=KASAN-UAF"));
    }

    @Test
    void whoIsWokenBeforeAllOthersIsFoundFirst() {
        ProtocolBuilder driver = module()
                .fileOperation("first", body -> body.call(addWaitQueuePriority("queue"))
                        .call(setCurrentState(TaskState.IDLE)).call(schedule()).call(removeWaitQueue("queue")))
                .fileOperation("poller", body -> body.call(addWaitQueueExclusive("queue")))
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUp("queue")));
        Played played = live(driver).finish("poller");
        sleep(played, "first");
        played.does("device", woken("first"));
        assertThat(played.choices("device")).containsExactly(Set.of("fault=KASAN-UAF"));
    }

    /** So many tasks that are to wait exclusively, and one that is not. */
    private static ProtocolBuilder sleepers(int exclusive) {
        ProtocolBuilder driver = module();
        if (exclusive > 0) {
            driver.fileOperations("reader", exclusive, Pinning.NONE,
                    body -> body.call(waitEventInterruptible("queue", flag("ready")).exclusive()));
        }
        return driver.fileOperation("poller", body -> body.call(waitEventInterruptible("queue", flag("ready"))))
                .init(NOTHING);
    }

    @Test
    void aSimpleWakeUpTakesAWaiterOffTheQueue() {
        Played played = play(module().fileOperations("reader", 2, Pinning.NONE,
                        body -> body.call(swaitEventIdleExclusive("queue", flag("ready"))))
                .init(NOTHING)
                .environment("device", body -> body.call(swakeUpOne("queue")).call(swakeUpOne("queue"))
                        .call(swakeUpOne("queue"))))
                .go("modprobe", 1).until("reader1", "asleep[reader1]=true").until("reader2", "queue={reader1, reader2}");
        assertThat(played.choices("device")).containsExactlyInAnyOrder(
                all("queue={reader2}", woken("reader1")),
                all("queue={reader1}", "state[reader2]=RUNNING"));
        played.go("device", 2).does("device", "");
    }

    private static String woken(String waiter) {
        return "state[" + waiter + "]=RUNNING asleep[" + waiter + "]=false";
    }

    private static Set<String> all(String... changes) {
        return Set.copyOf(Played.words(String.join(" ", changes)));
    }

    private static void sleep(Played played, String waiter) {
        played.until(waiter, "asleep[" + waiter + "]=true");
    }

    private static Played live(ProtocolBuilder builder) {
        return play(builder).until("modprobe", "module=live");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").waitQueue("queue").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
