package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.REAP_WAIT_IN_EXIT;
import static org.quiesce.catalog.FaultClass.WAKE_FREED_TASK;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Btrfs: its cleaner thread, and the work around it. */
final class Btrfs {

    private static final Worker CLEANER = new Worker("cleaner_kthread", "cleaner_task");

    private Btrfs() {}

    static List<Entry> entries() {
        return List.of(cleanerWake(), reclaimPark());
    }

    // ---- fs-btrfs-cleaner-wake

    private static Entry cleanerWake() {
        return Entry.real("fs-btrfs-cleaner-wake", WAKE_FREED_TASK,
                        "btrfs workers wake a cleaner that unmount has stopped")
                .story("Unmount stops the cleaner, then the workers. A worker that fixes up a page wakes the cleaner,"
                        + " whose task is gone.")
                .broken("The cleaner is stopped, then the work ended.", module -> fixup(module)
                        .exit(body -> {
                            CLEANER.stop(body);
                            body.call(cancelWorkSync("fixup_work"));
                        }))
                .mended("The work is ended, then the cleaner stopped.", module -> fixup(module)
                        .exit(body -> {
                            body.call(cancelWorkSync("fixup_work"));
                            CLEANER.stop(body);
                        }))
                .build();
    }

    private static ProtocolBuilder fixup(ProtocolBuilder module) {
        return module
                .taskPointer(CLEANER.pointer())
                .kthread(CLEANER.function(), body ->
                        Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .work("fixup_work", CLEANER::wake)
                .init(CLEANER::run)
                .fileOperation("writepage", body -> body.call(scheduleWork("fixup_work")));
    }

    // ---- fs-btrfs-reclaim-park

    private static Entry reclaimPark() {
        return Entry.real("fs-btrfs-reclaim-park", REAP_WAIT_IN_EXIT, "btrfs waits for what a parked cleaner would do")
                .story("The reclaim work waits until no inode is left to drop, and the cleaner drops them. Unmount"
                        + " parks the cleaner and then waits for the reclaim work.")
                .broken("The cleaner is parked, then the work waited for.", module -> reclaiming(module, body -> {}))
                .mended("Who has parked the cleaner does what is left of its work.",
                        module -> reclaiming(module, Btrfs::runDelayedIputs))
                .build();
    }

    private static void runDelayedIputs(Body body) {
        body.call(clear("delayed_iputs")).call(wakeUp("iputs_wait"));
    }

    private static ProtocolBuilder reclaiming(ProtocolBuilder module, Consumer<Body> parked) {
        return module
                .taskPointer(CLEANER.pointer())
                .waitQueue("iputs_wait")
                .flag("delayed_iputs")
                .kthread(CLEANER.function(), body -> body
                        .until(shouldStop(), loop -> {
                            loop.when(shouldPark(), then -> then
                                    .call(kthreadParkme())
                                    .nextTurn());
                            runDelayedIputs(loop);
                            loop.call(msleep());
                        })
                        .returns(0))
                .work("reclaim_work", body -> body
                        .call(waitEvent("iputs_wait", not(flag("delayed_iputs")))))
                .init(CLEANER::run)
                .fileOperation("ordered_extent", body -> body
                        .call(set("delayed_iputs"))
                        .call(scheduleWork("reclaim_work")))
                .exit(body -> {
                    body.call(kthreadPark(CLEANER.pointer()));
                    parked.accept(body);
                    body.call(cancelWorkSync("reclaim_work"));
                    CLEANER.stop(body);
                });
    }
}
