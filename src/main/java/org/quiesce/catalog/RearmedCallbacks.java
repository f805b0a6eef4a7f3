package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDelete;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.timerShutdownSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Work, timers and interrupts that come back after they were cancelled (family G of the reference). */
final class RearmedCallbacks {

    private RearmedCallbacks() {}

    static List<Entry> entries() {
        return List.of(
                queueAfterFlush(), timerWorkMutualRearm(), selfRearmingNonsync(), irqWakesDeadThread());
    }

    // ---- queue-after-flush

    private static Entry queueAfterFlush() {
        return Entry.fault("queue-after-flush", "Exit cancels an item that the thread then queues again")
                .story("Exit cancels the item first and stops the thread afterwards. In between the thread goes on as"
                        + " ever, and queues the item.")
                .broken("Exit cancels the item, then stops the thread.", module -> fed(module)
                        .exit(body -> body
                                .call(cancelWorkSync("item"))
                                .call(kthreadStop(TASK))
                                .call(kfree("buffer"))))
                .mended("Exit stops the thread, then cancels the item.", module -> fed(module)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(cancelWorkSync("item"))
                                .call(kfree("buffer"))))
                .build();
    }

    private static ProtocolBuilder fed(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .memory("buffer")
                .work("item", body -> body.call(use("buffer")))
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(scheduleWork("item"))
                                .call(msleep()))
                        .returns(0))
                .init(body -> {
                    allocateOrFail(body);
                    body.assign(TASK, kthreadRun(WORKER).mayFail())
                            .when(isErr(TASK), then -> then
                                    .call(kfree("buffer"))
                                    .returns(Errno.ENOMEM));
                });
    }

    // ---- timer-work-mutual-rearm

    /** Who looks at the flag before it arms the other. */
    private enum Looks {
        NEITHER,
        ITEM,
        BOTH
    }

    private static Entry timerWorkMutualRearm() {
        Operation delete = timerDeleteSync("tick");
        Operation cancel = cancelWorkSync("item");
        Operation shutdown = timerShutdownSync("tick");
        Operation flag = set("dead");
        return Entry.fault("timer-work-mutual-rearm", "Exit ends a timer and a work item that arm each other")
                .story("The timer queues the item, and the item arms the timer. Whichever exit ends first, the other"
                        + " brings it back; most ways to be thorough leave one of them alive, too.")
                .broken("Exit deletes the timer and cancels the item.",
                        module -> circling(module, Looks.NEITHER, delete, cancel))
                .variant("broken-cancel-first", "Exit cancels the item and deletes the timer.",
                        module -> circling(module, Looks.NEITHER, cancel, delete))
                .variant("broken-delete-twice", "Exit deletes the timer once more at the end.",
                        module -> circling(module, Looks.NEITHER, delete, cancel, delete))
                .variant("broken-shutdown-last", "Exit cancels the item and shuts the timer down.",
                        module -> circling(module, Looks.NEITHER, cancel, shutdown))
                .variant("broken-flag", "Exit sets a flag that both look at, deletes the timer and cancels the item.",
                        module -> circling(module, Looks.BOTH, flag, delete, cancel))
                .variant("broken-flag-cancel-first", "Exit sets the flag, cancels the item and deletes the timer.",
                        module -> circling(module, Looks.BOTH, flag, cancel, delete))
                .variant("broken-flag-in-item", "Only the item looks at the flag; exit ends timer, item, timer.",
                        module -> circling(module, Looks.ITEM, flag, delete, cancel, delete))
                .variant("flag", "Both look at the flag; exit ends timer, item, timer.",
                        module -> circling(module, Looks.BOTH, flag, delete, cancel, delete))
                .variant("flag-in-item", "Only the item looks at the flag; exit ends item, timer, item.",
                        module -> circling(module, Looks.ITEM, flag, cancel, delete, cancel))
                .mended("Exit shuts the timer down and cancels the item.",
                        module -> circling(module, Looks.NEITHER, shutdown, cancel))
                .build();
    }

    private static ProtocolBuilder circling(ProtocolBuilder module, Looks looks, Operation... exit) {
        return (looks == Looks.NEITHER ? module : module.flag("dead"))
                .memory("buffer")
                .timer("tick", looks == Looks.BOTH ? unlessDead(scheduleWork("item")) : always(scheduleWork("item")))
                .work("item", body -> {
                    body.call(use("buffer"));
                    (looks == Looks.NEITHER ? always(modTimer("tick")) : unlessDead(modTimer("tick"))).accept(body);
                })
                .init(body -> {
                    allocateOrFail(body);
                    body.call(modTimer("tick"));
                })
                .exit(body -> {
                    Stream.of(exit).forEach(body::call);
                    body.call(kfree("buffer"));
                });
    }

    private static Consumer<Body> always(Operation arm) {
        return body -> body.call(arm);
    }

    private static Consumer<Body> unlessDead(Operation arm) {
        return body -> body.when(not(flag("dead")), then -> then.call(arm));
    }

    // ---- self-rearming-nonsync

    private static Entry selfRearmingNonsync() {
        return Entry.fault("self-rearming-nonsync", "Exit deletes a timer whose function is about to arm it again")
                .story("A timer is not armed while its function runs, so there is nothing for timer_delete() to delete."
                        + " The function arms it again in its last line.")
                .broken("Exit calls timer_delete(), which does not wait for the function.", module -> ticking(module)
                        .exit(body -> body
                                .call(timerDelete("tick"))
                                .call(kfree("buffer"))))
                .mended("Exit calls timer_delete_sync(), which does.", module -> ticking(module)
                        .exit(body -> body
                                .call(timerDeleteSync("tick"))
                                .call(kfree("buffer"))))
                .build();
    }

    private static ProtocolBuilder ticking(ProtocolBuilder module) {
        return module
                .memory("buffer")
                .timer("tick", body -> body
                        .call(use("buffer"))
                        .call(modTimer("tick")))
                .init(body -> {
                    allocateOrFail(body);
                    body.call(modTimer("tick"));
                });
    }

    // ---- irq-wakes-dead-thread

    private static Entry irqWakesDeadThread() {
        return Entry.fault("irq-wakes-dead-thread", "The interrupt handler wakes a thread that exit has stopped")
                .story("Exit undoes what init did, and in the same order: first the thread, then the interrupt. An"
                        + " interrupt in between wakes a task that is freed.")
                .broken("Exit stops the thread, then frees the interrupt.", module -> waking(module)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(freeIrq("handler"))))
                .mended("Exit frees the interrupt, then stops the thread.", module -> waking(module)
                        .exit(body -> body
                                .call(freeIrq("handler"))
                                .call(kthreadStop(TASK))))
                .build();
    }

    /** The handler may come before there is a thread: it looks at a flag first. */
    private static ProtocolBuilder waking(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .flag("ready")
                .irqHandler("handler", body -> body.when(flag("ready"), then -> then.call(wakeUpProcess(TASK))))
                .kthread(WORKER, body -> Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .init(body -> body
                        .call(requestIrq("handler"))
                        .assign(TASK, kthreadRun(WORKER).mayFail())
                        .when(isErr(TASK), then -> then
                                .call(freeIrq("handler"))
                                .returns(Errno.ENOMEM))
                        .call(set("ready")));
    }

    private static void allocateOrFail(Body body) {
        body.call(allocate("buffer").mayFail()).when(memoryNull("buffer"), then -> then.returns(Errno.ENOMEM));
    }
}
