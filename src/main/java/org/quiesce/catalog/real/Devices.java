package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.TIMER_WORK_MUTUAL_REARM;
import static org.quiesce.catalog.FaultClass.WORK_AT_UNLOAD;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;

/** Character devices, crypto, sound and buses. */
final class Devices {

    private static final Operation WAIT_FOR_RESET = waitForCompletion("reset_done").withTimeout();

    private Devices() {}

    static List<Entry> entries() {
        return List.of(ipmiWork(), qatReset(), aicaTimer(), greybusWork());
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
}
