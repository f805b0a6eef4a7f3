package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.QUEUE_AFTER_FLUSH;
import static org.quiesce.catalog.FaultClass.STOP_FROZEN_THREAD;
import static org.quiesce.catalog.FaultClass.STOP_HOLDING_LOCK;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadFreezableShouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.use;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;

/** Power management, suspend and idle injection. */
final class Power {

    private static final Worker HOTKEYS = new Worker("hotkey_kthread", "poll_task");

    private static final Operation POLL = queueDelayedWork("devfreq_wq", "devfreq_monitor");

    private Power() {}

    static List<Entry> entries() {
        return List.of(acpiPad(), thinkpadHotkeys(), devfreqMonitor());
    }

    // ---- power-acpi-pad

    private static Entry acpiPad() {
        return Entry.real("power-acpi-pad", STOP_HOLDING_LOCK, "acpi_pad stops a thread under a lock that it needs")
                .story("The threads that keep CPUs idle are stopped under the lock of the set of CPUs. A thread takes"
                        + " that lock when it moves to the next CPU.")
                .broken("The thread moves under the lock of its stopper.",
                        module -> idling(module, "isolated_cpus_lock"))
                .mended("The thread moves under a lock of its own.",
                        module -> idling(module.mutex("round_robin_lock"), "round_robin_lock"))
                .build();
    }

    private static ProtocolBuilder idling(ProtocolBuilder module, String moving) {
        Worker idle = new Worker("power_saving_thread", "ps_task");
        return module
                .taskPointer(idle.pointer())
                .mutex("isolated_cpus_lock")
                .flag("moved")
                .kthread(idle.function(), body -> body
                        .until(shouldStop(), loop -> {
                            Idioms.locked(loop, moving, inside -> inside.call(set("moved")));
                            loop.call(msleep());
                        })
                        .returns(0))
                .init(body -> {
                    Idioms.locked(body, "isolated_cpus_lock", inside -> inside
                            .assign(idle.pointer(), kthreadRun(idle.function()).mayFail()));
                    idle.returnIfError(body);
                })
                .exit(body -> Idioms.locked(body, "isolated_cpus_lock", idle::stop));
    }

    // ---- power-thinkpad-hotkeys

    private static Entry thinkpadHotkeys() {
        return Entry.real("power-thinkpad-hotkeys", STOP_FROZEN_THREAD, "thinkpad_acpi thaws a thread, then stops it")
                .story("The freezer may come between the thaw and the stop. The answer of then, a refrigerator that"
                        + " heeds a stop, is none from Linux 6.1 on, where a stop does not wake who is frozen.")
                .broken("The thread is thawed, then stopped.", module -> polled(module, Power::pollAndFreeze)
                        .exit(body -> {
                            body.call(thawKernelThreads());
                            HOTKEYS.stop(body);
                        }))
                .variant("broken-freezable-stop", "The thread asks kthread_freezable_should_stop().",
                        module -> polled(module, Power::pollFreezable).exit(HOTKEYS::stop))
                .mended("The thread takes no part in freezing.", module -> polled(module, Power::poll)
                        .exit(HOTKEYS::stop))
                .build();
    }

    /** A machine that is suspended once the thread is up. */
    private static ProtocolBuilder polled(ProtocolBuilder module, Consumer<Body> poll) {
        return module
                .taskPointer(HOTKEYS.pointer())
                .flag("up")
                .kthread(HOTKEYS.function(), poll)
                .init(HOTKEYS::run)
                .environment("suspend", body -> body.when(flag("up"), then -> then
                        .call(freezeKernelThreads())
                        .call(thawKernelThreads())));
    }

    private static void pollAndFreeze(Body body) {
        body.call(setFreezable())
                .call(set("up"))
                .until(shouldStop(), loop -> loop
                        .call(tryToFreeze())
                        .call(msleep()))
                .returns(0);
    }

    private static void pollFreezable(Body body) {
        body.call(setFreezable())
                .call(set("up"))
                .loop(always(), loop -> loop
                        .assign("stop", kthreadFreezableShouldStop())
                        .when(notEqual("stop", 0), Body::leaveLoop)
                        .call(msleep()))
                .returns(0);
    }

    private static void poll(Body body) {
        body.call(set("up"));
        Idioms.pollUntilStopped(body);
    }

    // ---- power-devfreq-monitor

    private static Entry devfreqMonitor() {
        return Entry.real("power-devfreq-monitor", QUEUE_AFTER_FLUSH, "devfreq resumes a monitor that is being removed")
                .story("The monitor is delayed work that queues itself. A governor that is resumed queues it as well, and"
                        + " nothing keeps that from happening once a removal has cancelled it.")
                .broken("Resume queues the monitor.", module -> monitored(module)
                        .delayedWork("devfreq_monitor", "devfreq_wq", body -> body.call(use("devfreq")).call(POLL))
                        .fileOperation("resume", body -> body.call(POLL))
                        .fileOperation("remove", Power::cancelAndFree))
                .mended("Nobody queues the monitor once polling was stopped, which is said under the lock.",
                        module -> monitored(module.mutex("devfreq_lock"))
                                .delayedWork("devfreq_monitor", "devfreq_wq", body -> {
                                    body.call(use("devfreq"));
                                    Idioms.locked(body, "devfreq_lock", Power::pollOn);
                                })
                                .fileOperation("resume", body -> Idioms.locked(body, "devfreq_lock", Power::pollOn))
                                .fileOperation("remove", body -> {
                                    Idioms.locked(body, "devfreq_lock", inside -> inside.call(set("stop_polling")));
                                    cancelAndFree(body);
                                }))
                .build();
    }

    private static void pollOn(Body body) {
        body.when(not(flag("stop_polling")), then -> then.call(POLL));
    }

    private static void cancelAndFree(Body body) {
        body.call(cancelDelayedWorkSync("devfreq_monitor"))
                .call(kfree("devfreq"))
                .call(set("removed"));
    }

    private static ProtocolBuilder monitored(ProtocolBuilder module) {
        return module
                .workqueue("devfreq_wq")
                .memory("devfreq")
                .flag("stop_polling")
                .flag("removed")
                .init(body -> {
                    Idioms.allocateOrFail(body, "devfreq");
                    Idioms.allocateQueueOr(body, "devfreq_wq", failed -> failed.call(kfree("devfreq")));
                    body.call(POLL);
                })
                .exit(body -> body
                        .call(cancelDelayedWorkSync("devfreq_monitor"))
                        .call(destroyWorkqueue("devfreq_wq"))
                        .when(not(flag("removed")), then -> then.call(kfree("devfreq"))));
    }
}
