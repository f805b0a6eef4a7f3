package org.quiesce.catalog;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.FileOps.miscDeregister;
import static org.quiesce.protocol.FileOps.miscRegister;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexTrylock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDeleteSync;

import java.util.List;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Value;

/** Waits for a callback that can't end while somebody waits for it (families B and C of the reference). */
final class CallbackWaits {

    private CallbackWaits() {}

    static List<Entry> entries() {
        return List.of(shouldStopOutsideKthread(), cancelSyncSelf(), cancelSyncHoldingLock());
    }

    // ---- should-stop-outside-kthread

    private static Entry shouldStopOutsideKthread() {
        return Entry.fault("should-stop-outside-kthread", "A work item tests kthread_should_stop()")
                .story("A work item polls until kthread_should_stop(). The thread that runs it is a kworker, which"
                        + " nobody stops; exit waits for the item, and the item for a stop. A user task that asks has no"
                        + " struct kthread, and does not survive it.")
                .broken("The item polls until the kworker is to stop.", module -> polling(module, shouldStop())
                        .exit(body -> body.call(cancelWorkSync("poll"))))
                .variant("broken-user-task", "A user task polls until it is to stop.", module -> module
                        .miscDevice("device")
                        .fileOperations("request", 1, Pinning.OWNER, "device",
                                body -> body.loop(not(shouldStop()), loop -> loop.call(msleep())))
                        .init(body -> body
                                .assign("ret", miscRegister("device").mayFail())
                                .returns(Value.of("ret")))
                        .exit(body -> body.call(miscDeregister("device"))))
                .mended("The item polls until exit sets a flag.",
                        module -> polling(module.flag("stopping"), flag("stopping"))
                                .exit(body -> body
                                        .call(set("stopping"))
                                        .call(cancelWorkSync("poll"))))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module, Condition enough) {
        return module
                .work("poll", body -> body.loop(not(enough), loop -> loop.call(msleep())))
                .init(body -> body.call(scheduleWork("poll")));
    }

    // ---- cancel-sync-self

    private static Entry cancelSyncSelf() {
        return Entry.fault("cancel-sync-self", "A work item cancels itself, and waits for its own end")
                .story("The item queues itself again until its device fails; then it calls what exit calls, too, to end"
                        + " the polling. That call waits for a running instance: the one that made it.")
                .broken("The item calls cancel_work_sync() on itself.", module -> failing(module)
                        .work("poll", body -> body.when(chance("device_failed()"),
                                failed -> failed.call(cancelWorkSync("poll")),
                                works -> works.call(scheduleWork("poll")))))
                .variant("broken-timer", "A timer function calls timer_delete_sync() on its timer.", module -> module
                        .timer("tick", body -> body.when(chance("device_failed()"),
                                failed -> failed.call(timerDeleteSync("tick")),
                                works -> works.call(modTimer("tick"))))
                        .init(body -> body.call(modTimer("tick")))
                        .exit(body -> body.call(timerDeleteSync("tick"))))
                .mended("The item no longer queues itself.", module -> failing(module)
                        .work("poll", body -> body.when(not(chance("device_failed()")),
                                works -> works.call(scheduleWork("poll")))))
                .build();
    }

    private static ProtocolBuilder failing(ProtocolBuilder module) {
        return module
                .init(body -> body.call(scheduleWork("poll")))
                .exit(body -> body.call(cancelWorkSync("poll")));
    }

    // ---- cancel-sync-holding-lock

    private static Entry cancelSyncHoldingLock() {
        return Entry.fault("cancel-sync-holding-lock", "Exit holds a lock that the item it waits for needs")
                .story("Exit cancels the item in the section in which it takes its data apart. An instance that has"
                        + " begun wants the same lock before it can end.")
                .broken("Exit holds the lock across cancel_work_sync().", module -> locking(module)
                        .work("item", body -> Idioms.locked(body, "lock", inside -> {}))
                        .exit(body -> Idioms.locked(body, "lock", inside -> inside.call(cancelWorkSync("item")))))
                .variant("trylock", "The item does not wait for the lock; it queues itself again.",
                        module -> locking(module)
                                .work("item", body -> body
                                        .assign("got", mutexTrylock("lock"))
                                        .when(equal("got", 0),
                                                busy -> busy.call(scheduleWork("item")),
                                                free -> free.call(mutexUnlock("lock"))))
                                .exit(body -> Idioms.locked(body, "lock",
                                        inside -> inside.call(cancelWorkSync("item")))))
                .mended("Exit cancels the item, then takes the lock.", module -> locking(module)
                        .work("item", body -> Idioms.locked(body, "lock", inside -> {}))
                        .exit(body -> {
                            body.call(cancelWorkSync("item"));
                            Idioms.locked(body, "lock", inside -> {});
                        }))
                .build();
    }

    private static ProtocolBuilder locking(ProtocolBuilder module) {
        return module
                .mutex("lock")
                .fileOperation("submit", body -> body.call(scheduleWork("item")));
    }
}
