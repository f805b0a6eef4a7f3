package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.DOUBLE_STOP_CONCURRENT;
import static org.quiesce.catalog.FaultClass.STATE_SET_AFTER_CHECK;
import static org.quiesce.catalog.FaultClass.STOP_HOLDING_LOCK;
import static org.quiesce.catalog.FaultClass.STOP_IN_ATOMIC;
import static org.quiesce.catalog.FaultClass.TIMER_AT_UNLOAD;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** MD, device mapper targets and bcache. */
final class Raid {

    private static final Worker SYNC = new Worker("md_thread", "sync_task");

    private Raid() {}

    static List<Entry> entries() {
        return List.of(unregisterThread(), reshapeReconfig(), bcacheDetach(), writeboostStop(), suspendTimer());
    }

    // ---- md-unregister-thread

    private static Entry unregisterThread() {
        return Entry.real("md-unregister-thread", DOUBLE_STOP_CONCURRENT, "md unregisters a thread from two sides")
                .story("Two callers find the pointer to the thread set, and both stop it.")
                .broken("The pointer is tested, and cleared after the stop.", module -> array(module)
                        .fileOperation("action_store", SYNC::stopAndForget)
                        .fileOperation("stop_array", SYNC::stopAndForget)
                        .exit(SYNC::stopIfAny))
                .mended("Whoever takes the thread, under a lock, stops it.", module -> array(module
                                .spinlock("pers_lock")
                                .flagInitiallySet("registered"))
                        .fileOperation("action_store", Raid::unregister)
                        .fileOperation("stop_array", Raid::unregister)
                        .exit(Raid::unregister))
                .build();
    }

    private static void unregister(Body body) {
        body.call(setLocal("mine", 0));
        Idioms.spinning(body, "pers_lock", inside -> inside
                .when(flag("registered"), then -> then.call(clear("registered")).call(setLocal("mine", 1))));
        body.when(equal("mine", 1), SYNC::stop);
    }

    private static ProtocolBuilder array(ProtocolBuilder module) {
        return module
                .taskPointer(SYNC.pointer())
                .kthread(SYNC.function(), Idioms::pollUntilStopped)
                .init(SYNC::run);
    }

    // ---- md-raid5-reconfig

    private static Entry reshapeReconfig() {
        return Entry.real("md-raid5-reconfig", STOP_HOLDING_LOCK, "md stops a thread that a third one must free, under"
                        + " that one's lock")
                .story("The sync thread waits for stripes. They come free when the array's own thread has written the"
                        + " superblock, for which it needs the mutex that the stopper holds.")
                .broken("The sync thread is stopped under the mutex.", module -> reshaping(module)
                        .exit(body -> {
                            Idioms.locked(body, "reconfig_mutex", SYNC::stop);
                            body.call(kthreadStop("raid_task"));
                        }))
                .mended("The sync thread is stopped, then the mutex taken.", module -> reshaping(module.flag("reaped"))
                        .exit(body -> {
                            SYNC.stop(body);
                            Idioms.locked(body, "reconfig_mutex", inside -> inside.call(set("reaped")));
                            body.call(kthreadStop("raid_task"));
                        }))
                .build();
    }

    private static ProtocolBuilder reshaping(ProtocolBuilder module) {
        return module
                .taskPointer(SYNC.pointer())
                .taskPointer("raid_task")
                .mutex("reconfig_mutex")
                .waitQueue("wait_for_stripe")
                .flag("superblock_written")
                .kthread(SYNC.function(), body -> body
                        .until(shouldStop(), loop -> loop
                                .call(waitEvent("wait_for_stripe", flag("superblock_written")))
                                .call(msleep()))
                        .returns(0))
                .kthread("raid5d", body -> body
                        .until(shouldStop(), loop -> {
                            Idioms.locked(loop, "reconfig_mutex", inside -> inside
                                    .call(set("superblock_written"))
                                    .call(wakeUp("wait_for_stripe")));
                            loop.call(msleep());
                        })
                        .returns(0))
                .init(body -> {
                    new Worker("raid5d", "raid_task").run(body);
                    SYNC.runOr(body, failed -> failed.call(kthreadStop("raid_task")));
                });
    }

    // ---- md-bcache-detach

    private static Entry bcacheDetach() {
        return Entry.real("md-bcache-detach", STATE_SET_AFTER_CHECK, "bcache's writeback thread sleeps over a detach")
                .story("The thread finds nothing to do, then sets its sleep state. A detach that comes in between wakes"
                        + " a thread that does not sleep yet, and waits for it.")
                .broken("The thread looks for work, then sets its state.", module -> cached(module, loop -> loop
                        .when(not(flag("detaching")), idle -> idle
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .when(shouldStop(), Body::leaveLoop)
                                .call(schedule())
                                .nextTurn())))
                .mended("The thread sets its state, then looks for work.", module -> cached(module, loop -> loop
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .when(not(flag("detaching")), idle -> idle
                                .when(shouldStop(), Body::leaveLoop)
                                .call(schedule())
                                .nextTurn())
                        .call(plainSetCurrentState(TaskState.RUNNING))))
                .build();
    }

    private static ProtocolBuilder cached(ProtocolBuilder module, Consumer<Body> idle) {
        Worker writeback = new Worker("writeback_thread", "writeback_task");
        return module
                .taskPointer(writeback.pointer())
                .flag("detaching")
                .completion("detached")
                .kthread(writeback.function(), body -> body
                        .loop(always(), loop -> {
                            idle.accept(loop);
                            loop.call(clear("detaching")).call(complete("detached"));
                        })
                        .call(plainSetCurrentState(TaskState.RUNNING))
                        .returns(0))
                .init(writeback::run)
                .fileOperation("detach", body -> {
                    body.call(set("detaching"));
                    writeback.wake(body);
                    body.call(waitForCompletion("detached"));
                })
                .exit(writeback::stop);
    }

    // ---- md-suspend-timer

    private static Entry suspendTimer() {
        return Entry.real("md-suspend-timer", TIMER_AT_UNLOAD, "An array is suspended with its timer armed")
                .story("A write arms the timer that marks the array clean later. The suspended array is freed by device"
                        + " mapper, and the timer looks at it.")
                .broken("The suspended array is freed.", module -> suspended(module)
                        .exit(body -> body.call(kfree("mddev"))))
                .mended("The timer is deleted in the suspend.", module -> suspended(module)
                        .exit(body -> body
                                .call(timerDeleteSync("safemode_timer"))
                                .call(kfree("mddev"))))
                .build();
    }

    private static ProtocolBuilder suspended(ProtocolBuilder module) {
        return module
                .memory("mddev")
                .timer("safemode_timer", body -> body.call(use("mddev")))
                .init(body -> Idioms.allocateOrFail(body, "mddev"))
                .fileOperation("write", body -> body.call(modTimer("safemode_timer")));
    }

    // ---- md-writeboost-stop

    private static Entry writeboostStop() {
        Worker flusher = new Worker("flush_proc", "flush_task");
        return Entry.real("md-writeboost-stop", STOP_IN_ATOMIC, "dm-writeboost stops a thread inside a spinlock")
                .story("A change of the settings stops a thread under the spinlock that guards them. A stop sleeps.")
                .broken("The thread is stopped inside the lock.", module -> boosted(module, flusher)
                        .exit(body -> Idioms.spinning(body, "settings_lock", inside -> {
                            inside.call(clear("enabled"));
                            flusher.stop(inside);
                        })))
                .mended("The thread is stopped after the lock.", module -> boosted(module, flusher)
                        .exit(body -> {
                            Idioms.spinning(body, "settings_lock", inside -> inside.call(clear("enabled")));
                            flusher.stop(body);
                        }))
                .build();
    }

    private static ProtocolBuilder boosted(ProtocolBuilder module, Worker flusher) {
        return module
                .taskPointer(flusher.pointer())
                .spinlock("settings_lock")
                .flagInitiallySet("enabled")
                .kthread(flusher.function(), Idioms::pollUntilStopped)
                .init(flusher::run);
    }
}
