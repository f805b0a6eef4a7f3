package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.taskletKill;
import static org.quiesce.protocol.Ops.taskletSchedule;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Protocols with callbacks whose verdicts are known; what the module does in its exit decides. */
final class CallbackSample {

    private CallbackSample() {}

    private static Consumer<Body> doing(Operation... operations) {
        return body -> {
            for (Operation operation : operations) {
                body.call(operation);
            }
        };
    }

    /** A14: a timer that runs once. */
    static Protocol timer(Operation... exit) {
        return Protocol.module("timer-at-unload")
                .flag("late")
                .timer("tick", doing(set("late")))
                .init(doing(modTimer("tick")))
                .exit(doing(exit))
                .build();
    }

    /** G4: a timer that arms itself. */
    static Protocol rearmingTimer(Operation... exit) {
        return rearmingTimerUntil(doing(exit));
    }

    static Protocol rearmingTimerUntil(Consumer<Body> exit) {
        return Protocol.module("self-rearming-timer")
                .flag("late")
                .timer("tick", doing(set("late"), modTimer("tick")))
                .init(doing(modTimer("tick")))
                .exit(exit)
                .build();
    }

    /** G3: a timer queues a work item, which arms the timer. */
    static Protocol mutualRearm(Operation... exit) {
        return mutual("timer-work-mutual-rearm", doing(scheduleWork("item")), doing(modTimer("tick")), exit).build();
    }

    /** G3: both look at a flag before they go on. */
    static Protocol mutualRearmUnlessBothSeeAFlag(Operation... exit) {
        return mutual("mutual-rearm-two-flags",
                        body -> body.when(not(flag("closing")), then -> then.call(scheduleWork("item"))),
                        body -> body.when(not(flag("closing")), then -> then.call(modTimer("tick"))),
                        exit)
                .flag("closing")
                .build();
    }

    /** G3: only the work item looks at a flag before it goes on. */
    static Protocol mutualRearmUnlessTheItemSeesAFlag(Operation... exit) {
        return mutual("mutual-rearm-one-flag",
                        doing(scheduleWork("item")),
                        body -> body.when(not(flag("closing")), then -> then.call(modTimer("tick"))),
                        exit)
                .flag("closing")
                .build();
    }

    private static ProtocolBuilder mutual(String name, Consumer<Body> tick, Consumer<Body> item, Operation... exit) {
        return Protocol.module(name)
                .title("A timer queues a work item, and the work item arms the timer.")
                .timer("tick", tick)
                .work("item", item)
                .init(doing(modTimer("tick")))
                .exit(doing(exit));
    }

    /** A16: a work item that is queued once. */
    static Protocol work(Operation... exit) {
        return Protocol.module("work-at-unload")
                .flag("late")
                .work("item", doing(set("late")))
                .init(doing(scheduleWork("item")))
                .exit(doing(exit))
                .build();
    }

    /** C7: the item cancels itself and waits. */
    static Protocol workThatCancelsItself() {
        return Protocol.module("cancel-sync-self")
                .work("item", doing(cancelWorkSync("item")))
                .init(doing(scheduleWork("item")))
                .exit(doing(cancelWorkSync("item")))
                .build();
    }

    /** C7: the function of a timer deletes its timer and waits. */
    static Protocol timerThatDeletesItself() {
        return Protocol.module("delete-sync-self")
                .timer("tick", doing(timerDeleteSync("tick")))
                .init(doing(modTimer("tick")))
                .exit(doing(timerDeleteSync("tick")))
                .build();
    }

    /** C8: exit cancels an item while it holds the lock that the item takes, or not. */
    static Protocol workThatLocks(Operation... exit) {
        return Protocol.module("cancel-sync-holding-lock")
                .mutex("mutex")
                .work("item", doing(mutexLock("mutex"), mutexUnlock("mutex")))
                .init(doing(scheduleWork("item")))
                .exit(doing(exit))
                .build();
    }

    /** The head of an RCU callback lies in memory of the module; exit gives it, and then does this. */
    static Protocol headed(Operation... exit) {
        return Protocol.module("rcu-head")
                .memory("entry").flag("late")
                .rcuCallback("release", doing(set("late")))
                .init(doing(allocate("entry")))
                .exit(body -> {
                    body.call(callRcu("entry", "release"));
                    List.of(exit).forEach(body::call);
                })
                .build();
    }

    /** A13: a callback that waits for its grace period. */
    static Protocol graceful(Operation... exit) {
        return Protocol.module("rcu-callback-at-unload")
                .flag("late")
                .rcuCallback("release", doing(set("late")))
                .init(doing(callRcu("release")))
                .exit(doing(exit))
                .build();
    }

    /** A13: a callback that has itself called again, for ever. */
    static Protocol renewedGrace(Operation... exit) {
        return Protocol.module("rcu-callback-again")
                .rcuCallback("release", doing(callRcu("release")))
                .init(doing(callRcu("release")))
                .exit(doing(exit))
                .build();
    }

    /** A13: a callback that has itself called again, until it sees a flag. */
    static Protocol renewedGraceUnlessItSeesAFlag(Operation... exit) {
        return Protocol.module("rcu-callback-again-unless-closing")
                .flag("closing")
                .rcuCallback("release", body -> body
                        .when(not(flag("closing")), then -> then.call(callRcu("release"))))
                .init(doing(callRcu("release")))
                .exit(doing(exit))
                .build();
    }

    /** A15: a tasklet that schedules itself. */
    static Protocol reschedulingTasklet(Operation... exit) {
        return Protocol.module("tasklet-again")
                .tasklet("poll", doing(taskletSchedule("poll")))
                .init(doing(taskletSchedule("poll")))
                .exit(doing(exit))
                .build();
    }

    /** A tasklet uses memory that exit frees, after it has disabled the tasklet. */
    static Protocol taskletWithMemory(Operation disable) {
        return Protocol.module("tasklet-with-memory")
                .memory("data")
                .tasklet("poll", doing(use("data")))
                .init(doing(allocate("data"), taskletSchedule("poll")))
                .exit(doing(disable, kfree("data")))
                .build();
    }

    /** A15: two users at once kill the tasklet that exit kills, too. */
    static Protocol taskletKilledByAll(Operation... exit) {
        return Protocol.module("tasklet-killed-by-all")
                .tasklet("poll", doing(taskletSchedule("poll")))
                .init(doing(taskletSchedule("poll")))
                .exit(doing(exit))
                .fileOperations("reset", 2, Pinning.OWNER, doing(taskletKill("poll")))
                .build();
    }

    /** A15: an interrupt schedules a tasklet. */
    static Protocol tasklet(Operation... exit) {
        return Protocol.module("tasklet-at-unload")
                .flag("late")
                .tasklet("poll", doing(set("late")))
                .irqHandler("handler", doing(taskletSchedule("poll")))
                .init(doing(requestIrq("handler")))
                .exit(doing(exit))
                .build();
    }

    /** G1: an interrupt queues a work item. */
    static Protocol interruptQueuesWork(Operation... exit) {
        return Protocol.module("queue-after-flush")
                .flag("late")
                .work("item", doing(set("late")))
                .irqHandler("handler", doing(scheduleWork("item")))
                .init(doing(requestIrq("handler")))
                .exit(doing(exit))
                .build();
    }

    /** An interrupt, requested so. */
    static Protocol interrupt(Operation request) {
        return Protocol.module("interrupt")
                .flag("late")
                .irqHandler("handler", doing(set("late")))
                .init(body -> body.assign("err", request))
                .exit(doing(freeIrq("handler")))
                .build();
    }

    static Protocol interruptRequestedUnderASpinlock() {
        return Protocol.module("interrupt-in-atomic")
                .spinlock("lock")
                .irqHandler("handler", body -> { })
                .init(doing(spinLock("lock"), requestIrq("handler"), spinUnlock("lock")))
                .build();
    }

    /** G9: an interrupt wakes a thread. */
    static Protocol interruptWakesThread(Operation... exit) {
        return Protocol.module("irq-wakes-dead-thread")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .until(shouldStop(), loop -> loop
                                .call(schedule())
                                .call(setCurrentState(TaskState.INTERRUPTIBLE)))
                        .returns(0))
                .irqHandler("handler", doing(wakeUpProcess("task")))
                .init(body -> body.assign("task", kthreadRun("worker")).call(requestIrq("handler")))
                .exit(doing(exit))
                .build();
    }

    /** C6: the function of a timer sleeps, or that of a work item, which may. */
    static Protocol timerThatSleeps() {
        return sleeper("timer-that-sleeps", modTimer("function"))
                .timer("function", doing(msleep()))
                .exit(doing(timerDeleteSync("function")))
                .build();
    }

    static Protocol workThatSleeps() {
        return sleeper("work-that-sleeps", scheduleWork("function"))
                .work("function", doing(msleep()))
                .exit(doing(cancelWorkSync("function")))
                .build();
    }

    private static ProtocolBuilder sleeper(String name, Operation begin) {
        return Protocol.module(name).spinlock("lock").init(doing(begin));
    }
}
