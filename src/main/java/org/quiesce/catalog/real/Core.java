package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.BREAK_WITHOUT_RUNNING;
import static org.quiesce.catalog.FaultClass.FREE_BEFORE_STOP;
import static org.quiesce.catalog.FaultClass.STATE_SET_AFTER_CHECK;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.use;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Memory management and workqueues. */
final class Core {

    private static final Worker KSWAPD = new Worker("kswapd", "kswapd_task");
    private static final Worker SCAN = new Worker("kmemleak_scan_thread", "scan_task");
    private static final Worker RESCUER = new Worker("rescuer_thread", "rescuer");

    private Core() {}

    static List<Entry> entries() {
        return List.of(kswapdOffline(), kmemleakDisable(), workqueueRescuer());
    }

    // ---- mm-kswapd-offline

    private static Entry kswapdOffline() {
        return Entry.real("mm-kswapd-offline", STATE_SET_AFTER_CHECK, "kswapd goes to sleep over the stop of its node")
                .story("A memory node that goes offline stops its kswapd. The thread had tested for that, prepared to"
                        + " wait, and slept without another look.")
                .broken("The thread prepares to wait and sleeps.", module -> node(module, loop -> loop
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())))
                .mended("The thread prepares to wait, looks for a stop and sleeps.", module -> node(module, loop -> loop
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .when(not(shouldStop()), then -> then.call(schedule()))))
                .build();
    }

    private static ProtocolBuilder node(ProtocolBuilder module, Consumer<Body> tryToSleep) {
        return module
                .taskPointer(KSWAPD.pointer())
                .kthread(KSWAPD.function(), body -> body
                        .until(shouldStop(), loop -> {
                            tryToSleep.accept(loop);
                            loop.call(plainSetCurrentState(TaskState.RUNNING));
                        })
                        .returns(0))
                .init(KSWAPD::run)
                .fileOperation("page_fault", KSWAPD::wake)
                .exit(KSWAPD::stop);
    }

    // ---- mm-kmemleak-disable

    private static Entry kmemleakDisable() {
        return Entry.real("mm-kmemleak-disable", FREE_BEFORE_STOP, "kmemleak scans what it no longer tracks")
                .story("Once tracking is off, memory that is freed stays among what is scanned. To stop the scan thread"
                        + " before is half of the answer: a user may be scanning as well.")
                .broken("Tracking ends, then the thread is stopped.", module -> tracked(module)
                        .fileOperation("disable", body -> {
                            body.call(clear("tracking")).call(kfree("object"));
                            SCAN.stop(body);
                        }))
                .variant("broken-thread-first", "The thread is stopped, then tracking ends.", module -> tracked(module)
                        .fileOperation("disable", body -> {
                            SCAN.stop(body);
                            body.call(clear("tracking")).call(kfree("object"));
                        }))
                .mended("The thread is stopped, and tracking ends while nobody scans.", module -> tracked(module)
                        .fileOperation("disable", body -> {
                            SCAN.stop(body);
                            Idioms.locked(body, "scan_mutex", inside -> inside.call(clear("tracking")));
                            body.call(kfree("object"));
                        }))
                .build();
    }

    private static ProtocolBuilder tracked(ProtocolBuilder module) {
        return module
                .taskPointer(SCAN.pointer())
                .mutex("scan_mutex")
                .flagInitiallySet("tracking")
                .memory("object")
                .kthread(SCAN.function(), body -> body
                        .until(shouldStop(), loop -> {
                            scan(loop);
                            loop.call(msleep());
                        })
                        .returns(0))
                .init(body -> {
                    Idioms.allocateOrFail(body, "object");
                    SCAN.runOr(body, failed -> failed.call(kfree("object")));
                })
                .fileOperation("debugfs_scan", Core::scan)
                .exit(body -> body.when(flag("tracking"), then -> {
                    SCAN.stop(then);
                    then.call(kfree("object"));
                }));
    }

    private static void scan(Body body) {
        Idioms.locked(body, "scan_mutex", inside -> inside.when(flag("tracking"), then -> then.call(use("object"))));
    }

    // ---- wq-rescuer-state

    private static Entry workqueueRescuer() {
        return Entry.real("wq-rescuer-state", BREAK_WITHOUT_RUNNING, "A workqueue's rescuer leaves ready to sleep")
                .story("The rescuer sets its sleep state, sees the stop and returns. On its way out it gives way to"
                        + " others, and nobody will wake it.")
                .broken("The rescuer leaves in TASK_INTERRUPTIBLE.", module -> rescued(module, body -> {}))
                .mended("The rescuer leaves in TASK_RUNNING.", module -> rescued(module,
                        body -> body.call(plainSetCurrentState(TaskState.RUNNING))))
                .build();
    }

    private static ProtocolBuilder rescued(ProtocolBuilder module, Consumer<Body> left) {
        return module
                .taskPointer(RESCUER.pointer())
                .kthread(RESCUER.function(), body -> {
                    body.loop(always(), loop -> loop
                            .call(setCurrentState(TaskState.INTERRUPTIBLE))
                            .when(shouldStop(), Body::leaveLoop)
                            .call(schedule()));
                    left.accept(body);
                    body.call(schedule()).returns(0);
                })
                .init(RESCUER::run)
                .exit(RESCUER::stop);
    }
}
