package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.BLOCKING_OP_IN_WAIT_WINDOW;
import static org.quiesce.catalog.FaultClass.SHOULD_STOP_OUTSIDE_KTHREAD;
import static org.quiesce.catalog.FaultClass.TIMER_WORK_MUTUAL_REARM;
import static org.quiesce.catalog.FaultClass.WORK_AT_UNLOAD;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitWoken;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.WaitOps.finishWait;
import static org.quiesce.protocol.WaitOps.prepareToWait;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;

/** Character devices, crypto, sound and buses. */
final class Devices {

    private static final Operation WAIT_FOR_RESET = waitForCompletion("reset_done").withTimeout();

    private static final Worker BALLOON = new Worker("balloon", "balloon_task");
    private static final Worker SCRIPT = new Worker("lua_thread", "lua_task");

    private Devices() {}

    static List<Entry> entries() {
        return List.of(ipmiWork(), qatReset(), aicaTimer(), greybusWork(), balloonResize(), lunatikScript());
    }

    private static Entry ipmiWork() {
        return Entry.real("char-ipmi-work", WORK_AT_UNLOAD, "IPMI leaves work of a module that is unloaded")
                .story("The last reference on a user is dropped in a work item on a system workqueue. The module that"
                        + " has the item's function may be gone by then.")
                .broken("Exit leaves the item where it is.", module -> users(module).exit(body -> {}))
                .mended("Exit waits until the item is neither queued nor running.", module -> users(module)
                        .exit(body -> body.call(cancelWorkSync("remove_work"))))
                .build();
    }

    private static ProtocolBuilder users(ProtocolBuilder module) {
        return module
                .work("remove_work", body -> body.call(msleep()))
                .fileOperation("release_user", body -> body.call(scheduleWork("remove_work")));
    }

    // ---- crypto-qat-reset

    private static Entry qatReset() {
        return Entry.real("crypto-qat-reset", WORK_AT_UNLOAD,
                        "Two sides of a reset each leave it to the other to free it")
                .story("Who asks for a reset waits for it with a timeout. When that is over the work item still uses"
                        + " the request; and it can't know whether anybody will free that.")
                .broken("Who waited frees the request, in vain or not.", module -> reset(module, body -> body
                        .call(WAIT_FOR_RESET)
                        .call(kfree("reset_data"))))
                .variant("broken-leak", "Who waited in vain leaves the request to the work item, which does not"
                        + " notice.", module -> reset(module, body -> body
                                .assign("left", WAIT_FOR_RESET)
                                .when(notEqual("left", 0), then -> then.call(kfree("reset_data")))))
                .mended("Who waited in vain ends the work item, and frees the request.",
                        module -> reset(module, body -> body
                                .assign("left", WAIT_FOR_RESET)
                                .when(equal("left", 0), then -> then.call(cancelWorkSync("reset_work")))
                                .call(kfree("reset_data"))))
                .build();
    }

    private static ProtocolBuilder reset(ProtocolBuilder module, Consumer<Body> wait) {
        return module
                .memory("reset_data")
                .completion("reset_done")
                .work("reset_work", body -> body
                        .call(use("reset_data"))
                        .call(complete("reset_done")))
                .fileOperation("schedule_reset", body -> {
                    Idioms.allocateOrFail(body, "reset_data");
                    body.call(scheduleWork("reset_work"));
                    wait.accept(body);
                })
                .exit(body -> body.call(cancelWorkSync("reset_work")));
    }

    // ---- sound-aica-timer

    private static Entry aicaTimer() {
        return Entry.real("sound-aica-timer", TIMER_WORK_MUTUAL_REARM, "A timer and a work item start each other")
                .story("The timer queues the work, and the work arms the timer. Whichever is ended first, the other"
                        + " one brings it back.")
                .broken("The timer is deleted, then the work cancelled.", module -> playing(module, always())
                        .exit(body -> body
                                .call(timerDeleteSync("period_elapsed"))
                                .call(cancelWorkSync("run_dma"))
                                .call(kfree("channel"))))
                .variant("broken-work-first", "The work is cancelled, then the timer deleted.",
                        module -> playing(module, always())
                                .exit(body -> body
                                        .call(cancelWorkSync("run_dma"))
                                        .call(timerDeleteSync("period_elapsed"))
                                        .call(kfree("channel"))))
                .mended("Both look at a flag that is set before either is ended.",
                        module -> playing(module.flag("closing"), not(flag("closing")))
                                .exit(body -> body
                                        .call(set("closing"))
                                        .call(timerDeleteSync("period_elapsed"))
                                        .call(cancelWorkSync("run_dma"))
                                        .call(timerDeleteSync("period_elapsed"))
                                        .call(kfree("channel"))))
                .build();
    }

    private static ProtocolBuilder playing(ProtocolBuilder module, Condition open) {
        return module
                .memory("channel")
                .timer("period_elapsed", body -> body
                        .call(use("channel"))
                        .when(open, then -> then.call(scheduleWork("run_dma"))))
                .work("run_dma", body -> body
                        .call(use("channel"))
                        .when(open, then -> then.call(modTimer("period_elapsed"))))
                .init(body -> {
                    Idioms.allocateOrFail(body, "channel");
                    body.call(modTimer("period_elapsed"));
                });
    }

    // ---- greybus-svc-work

    private static Entry greybusWork() {
        return Entry.real("greybus-svc-work", WORK_AT_UNLOAD, "Greybus removes interfaces that queued work is about")
                .story("Events of the controller are handled in work items. Its removal took the interfaces away with"
                        + " items still queued.")
                .broken("The interfaces are removed, then the work ended.", module -> svc(module,
                        kfree("gb_interface"), cancelWorkSync("process_request")))
                .mended("The work is ended, then the interfaces removed.", module -> svc(module,
                        cancelWorkSync("process_request"), kfree("gb_interface")))
                .build();
    }

    private static ProtocolBuilder svc(ProtocolBuilder module, Operation first, Operation second) {
        return module
                .memory("gb_interface")
                .work("process_request", body -> body.call(use("gb_interface")))
                .init(body -> Idioms.allocateOrFail(body, "gb_interface"))
                .fileOperation("svc_event", body -> body.call(scheduleWork("process_request")))
                .exit(body -> body.call(first).call(second));
    }

    // ---- virtio-balloon-resize

    private static Entry balloonResize() {
        return Entry.real("virtio-balloon-resize", BLOCKING_OP_IN_WAIT_WINDOW,
                        "virtio_balloon reads its configuration between state and sleep")
                .story("The wait condition asks the device for its target, which takes a mutex and may sleep. The state"
                        + " that was set for the wait is lost there.")
                .broken("The condition is tested with the state of the wait set.", module -> balloon(module)
                        .kthread(BALLOON.function(), body -> body
                                .until(shouldStop(), loop -> {
                                    loop.call(prepareToWait("config_change", TaskState.INTERRUPTIBLE));
                                    readTarget(loop);
                                    loop.when(not(shouldStop()), then -> then.call(schedule()))
                                            .call(finishWait("config_change"));
                                })
                                .returns(0)))
                .mended("A wake-up is remembered, and the state is set in wait_woken().", module -> balloon(module)
                        .kthread(BALLOON.function(), body -> body
                                .call(addWaitQueue("config_change"))
                                .until(shouldStop(), loop -> {
                                    readTarget(loop);
                                    loop.call(waitWoken(SleepMode.INTERRUPTIBLE));
                                })
                                .call(removeWaitQueue("config_change"))
                                .returns(0)))
                .build();
    }

    private static void readTarget(Body body) {
        Idioms.locked(body, "config_lock", inside -> inside.call(clear("changed")));
    }

    private static ProtocolBuilder balloon(ProtocolBuilder module) {
        return module
                .taskPointer(BALLOON.pointer())
                .waitQueue("config_change")
                .mutex("config_lock")
                .flag("changed")
                .init(BALLOON::run)
                .environment("host", body -> body
                        .call(set("changed"))
                        .call(wakeUp("config_change")))
                .exit(BALLOON::stop);
    }

    // ---- char-lunatik-script

    private static Entry lunatikScript() {
        return Entry.real("char-lunatik-script", SHOULD_STOP_OUTSIDE_KTHREAD,
                        "A Lua script asks a user task whether it should stop")
                .story("A script may run in a kernel thread, or in the task of whoever writes it to the device. Between"
                        + " two of its steps it asks whether to stop, which only a kernel thread can be asked.")
                .broken("Whoever runs a script asks.", module -> scripted(module)
                        .fileOperation("run_script", body -> body.when(not(shouldStop()), then -> then.call(msleep()))))
                .mended("Only a kernel thread asks.", module -> scripted(module)
                        .fileOperation("run_script", body -> body.call(msleep())))
                .build();
    }

    private static ProtocolBuilder scripted(ProtocolBuilder module) {
        return module
                .taskPointer(SCRIPT.pointer())
                .kthread(SCRIPT.function(), Idioms::pollUntilStopped)
                .init(SCRIPT::run)
                .exit(SCRIPT::stop);
    }
}
