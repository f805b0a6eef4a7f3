package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.CallbackOps.asyncSchedule;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.taskletKill;
import static org.quiesce.protocol.Ops.taskletSchedule;
import static org.quiesce.protocol.Ops.timerDeleteSync;

import java.util.List;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;

/** Functions of the module that the kernel still calls when its text is freed (family A of the reference). */
final class LeftoverCallbacks {

    private LeftoverCallbacks() {}

    static List<Entry> entries() {
        return List.of(
                callbackAfterUnload(),
                rcuCallbackAtUnload(),
                timerAtUnload(),
                taskletAtUnload(),
                workAtUnload());
    }

    // ---- callback-after-unload

    private static Entry callbackAfterUnload() {
        return Entry.fault("callback-after-unload", "Exit leaves the interrupt handler registered")
                .story("The kernel keeps the addresses that a module registers until they are unregistered. Unloading"
                        + " looks for none of them; the next interrupt calls what is no longer there.")
                .broken("Exit does not give the interrupt back.", module -> interrupted(module).exit(body -> {}))
                .mended("Exit gives the interrupt back.",
                        module -> interrupted(module).exit(body -> body.call(freeIrq("handler"))))
                .build();
    }

    private static ProtocolBuilder interrupted(ProtocolBuilder module) {
        return module
                .flag("event")
                .irqHandler("handler", body -> body.call(set("event")))
                .init(body -> body.call(requestIrq("handler")));
    }

    // ---- rcu-callback-at-unload

    private static Entry rcuCallbackAtUnload() {
        return Entry.fault("rcu-callback-at-unload", "Exit leaves an RCU callback behind")
                .story("Exit has the entry freed after a grace period, by a function of the module. A grace period may"
                        + " well end after the unload, and the function is called then.")
                .broken("Exit calls call_rcu() and returns.", module -> shared(module)
                        .exit(body -> body.call(callRcu("entry", "release"))))
                .mended("Exit waits for the callbacks with rcu_barrier().", module -> shared(module)
                        .exit(body -> body
                                .call(callRcu("entry", "release"))
                                .call(rcuBarrier("release"))))
                .build();
    }

    private static ProtocolBuilder shared(ProtocolBuilder module) {
        return module
                .memory("entry")
                .rcuCallback("release", body -> body.call(kfree("entry")))
                .init(body -> body
                        .call(allocate("entry").mayFail())
                        .when(memoryNull("entry"), then -> then.returns(Errno.ENOMEM)));
    }

    // ---- timer-at-unload

    private static Entry timerAtUnload() {
        return Entry.fault("timer-at-unload", "Exit stops the thread, and not the timer that the thread arms")
                .story("The thread pushes a watchdog timer back in every turn. With the thread stopped nobody does, and"
                        + " the timer expires: after the unload.")
                .broken("Exit stops the thread and leaves the timer armed.",
                        module -> watched(module).exit(Idioms::stopWorker))
                .variant("broken-too-early", "Exit deletes the timer, and the thread arms it again before the stop.",
                        module -> watched(module)
                                .exit(body -> body
                                        .call(timerDeleteSync("tick"))
                                        .call(kthreadStop(TASK))))
                .mended("Exit stops the thread, then deletes the timer.", module -> watched(module)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(timerDeleteSync("tick"))))
                .build();
    }

    private static ProtocolBuilder watched(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .flag("late")
                .timer("tick", body -> body.call(set("late")))
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(modTimer("tick"))
                                .call(msleep()))
                        .returns(0))
                .init(Idioms::runWorker);
    }

    // ---- tasklet-at-unload

    private static Entry taskletAtUnload() {
        return Entry.fault("tasklet-at-unload", "Exit frees the interrupt, and not the tasklet that it scheduled")
                .story("The interrupt handler leaves the rest of its work to a tasklet. free_irq() waits for the"
                        + " handler; the tasklet that the handler has just scheduled still waits for its turn.")
                .broken("Exit frees the interrupt only.", module -> split(module)
                        .exit(body -> body.call(freeIrq("handler"))))
                .variant("broken-too-early", "Exit kills the tasklet, which the next interrupt schedules again.",
                        module -> split(module)
                                .exit(body -> body
                                        .call(taskletKill("bottom"))
                                        .call(freeIrq("handler"))))
                .mended("Exit frees the interrupt, then kills the tasklet.", module -> split(module)
                        .exit(body -> body
                                .call(freeIrq("handler"))
                                .call(taskletKill("bottom"))))
                .build();
    }

    private static ProtocolBuilder split(ProtocolBuilder module) {
        return module
                .flag("event")
                .tasklet("bottom", body -> body.call(set("event")))
                .irqHandler("handler", body -> body.call(taskletSchedule("bottom")))
                .init(body -> body.call(requestIrq("handler")));
    }

    // ---- work-at-unload

    private static Entry workAtUnload() {
        return Entry.fault("work-at-unload", "Exit leaves a work item on a system workqueue")
                .story("A user has queued an item, and the call that did so has long returned. Nothing ties the item to"
                        + " the module: a kworker runs it whenever it gets to it.")
                .broken("Exit does not look after the item.", module -> queued(module).exit(body -> {}))
                .variant("broken-async", "Init fails, and leaves a function that it gave to async_schedule().",
                        module -> module
                                .async("probe", body -> body.call(msleep()))
                                .init(body -> body
                                        .call(asyncSchedule("probe"))
                                        .when(chance("misc_register(&device) < 0"),
                                                failed -> failed.returns(Errno.ENODEV)))
                                .exit(body -> {}))
                .mended("Exit cancels the item and waits for a running instance.", module -> queued(module)
                        .exit(body -> body.call(cancelWorkSync("item"))))
                .build();
    }

    private static ProtocolBuilder queued(ProtocolBuilder module) {
        return module
                .work("item", body -> body.call(msleep()))
                .fileOperation("submit", body -> body.call(scheduleWork("item")));
    }
}
