package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnpark;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitWoken;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;

/** Threads that are asked to park and do not, or park and are forgotten (family F of the reference). */
final class ParkFaults {

    private ParkFaults() {}

    static List<Entry> entries() {
        return List.of(
                parkUnresponsive(),
                parkedNeverUnparked(),
                parkExitRace(),
                parkStopRace(),
                doublePark(),
                noRecheckAfterParkme(),
                waitWokenMissesPark());
    }

    private static Entry parkUnresponsive() {
        return Entry.fault("park-unresponsive", "A thread is to park that knows nothing about parking")
                .story("kthread_park() sets a bit and waits until the thread has parked itself. A thread that tests for"
                        + " the stop only never does.")
                .broken("The thread tests for the stop only.", module -> pausable(module)
                        .kthread(WORKER, Idioms::pollUntilStopped))
                .mended("The thread parks when it is asked to.", module -> pausable(module)
                        .kthread(WORKER, ParkFaults::pollAndPark))
                .build();
    }

    private static ProtocolBuilder pausable(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .init(Idioms::runWorker)
                .fileOperation("reset", ParkFaults::resetLocked)
                .exit(Idioms::stopWorker);
    }

    private static void resetLocked(Body body) {
        locked(body, ParkFaults::parkAndUnpark);
    }

    private static void parkAndUnpark(Body body) {
        body.call(kthreadPark(TASK)).call(kthreadUnpark(TASK));
    }

    private static void pollAndPark(Body body) {
        body.until(shouldStop(), loop -> {
                    parkIfAsked(loop);
                    loop.call(msleep());
                })
                .returns(0);
    }

    private static void parkIfAsked(Body body) {
        body.when(shouldPark(), then -> then.call(kthreadParkme()));
    }

    private static Entry parkedNeverUnparked() {
        return Entry.fault("parked-never-unparked", "A failing reset leaves the thread parked")
                .story("The reset parks the thread and returns early when it fails. A parked thread hears nothing but"
                        + " its unpark: requests wake it in vain.")
                .broken("A reset that fails leaves the thread parked.", module -> resettable(module, failed -> {}))
                .mended("A reset unparks the thread whether it fails or not.",
                        module -> resettable(module, failed -> failed.call(kthreadUnpark(TASK))))
                .build();
    }

    private static ProtocolBuilder resettable(ProtocolBuilder module, Consumer<Body> failed) {
        return module
                .taskPointer(TASK)
                .flag("work")
                .completion("done")
                .mutex("lock")
                .mutex("request_lock")
                .kthread(WORKER, body -> body
                        .loop(always(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .when(shouldStop(), Body::leaveLoop)
                                .when(shouldPark(), then -> then
                                        .call(kthreadParkme())
                                        .nextTurn())
                                .when(not(flag("work")), idle -> idle
                                        .call(schedule())
                                        .nextTurn())
                                .call(plainSetCurrentState(TaskState.RUNNING))
                                .call(clear("work"))
                                .call(complete("done")))
                        .call(plainSetCurrentState(TaskState.RUNNING))
                        .returns(0))
                .init(Idioms::runWorker)
                .fileOperation("reset", body -> locked(body, inside -> inside
                        .call(kthreadPark(TASK))
                        .when(chance("device_failed()"), then -> {
                            failed.accept(then);
                            then.call(mutexUnlock("lock")).returns(Errno.ENODEV);
                        })
                        .call(kthreadUnpark(TASK))))
                .fileOperation("request", body -> Idioms.locked(body, "request_lock", inside -> inside
                        .call(set("work"))
                        .call(wakeUpProcess(TASK))
                        .call(waitForCompletion("done"))))
                .exit(Idioms::stopWorker);
    }

    private static Entry parkExitRace() {
        return Entry.fault("park-exit-race", "The thread ends while somebody waits for it to park")
                .story("A thread that ends by itself parks no more. Who asked it to park just before waits for ever;"
                        + " who asks later gets a warning and an error.")
                .broken("A thread whose device fails returns.", module -> failing(module, body -> {
                    pollUntilFailed(body, then -> then.returns(Errno.ENODEV));
                    body.returns(0);
                }))
                .mended("A thread whose device fails waits for its stop, and parks meanwhile.",
                        module -> failing(module, body -> {
                            pollUntilFailed(body, Body::leaveLoop);
                            pollAndPark(body);
                        }))
                .build();
    }

    private static void pollUntilFailed(Body body, Consumer<Body> failed) {
        body.until(shouldStop(), loop -> {
            parkIfAsked(loop);
            loop.when(chance("device_failed()"), failed).call(msleep());
        });
    }

    private static ProtocolBuilder failing(ProtocolBuilder module, Consumer<Body> worker) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .kthread(WORKER, worker)
                .init(Idioms::runWorkerHeld)
                .fileOperation("reset", ParkFaults::resetLocked)
                .exit(Idioms::stopWorkerHeld);
    }

    private static Entry parkStopRace() {
        return Entry.fault("park-stop-race", "One user parks the thread while another one stops it")
                .story("A stop takes back a request to park. A thread that sees the stop first ends without parking,"
                        + " and who waits for that waits for ever.")
                .broken("Nothing keeps the pause and 'disable' apart.", module -> stoppable(module)
                        .fileOperation("pause", ParkFaults::parkAndUnpark)
                        .fileOperation("disable", ParkFaults::stopOnce))
                .variant("broken-left-parked",
                        "The pause leaves the thread parked; nothing keeps it and 'disable' apart.",
                        module -> stoppable(module)
                                .fileOperation("pause", body -> body.call(kthreadPark(TASK)))
                                .fileOperation("disable", ParkFaults::stopOnce))
                .mended("A mutex keeps the pause and 'disable' apart.", module -> stoppable(module)
                        .mutex("lock")
                        .fileOperation("pause", body -> locked(body,
                                inside -> inside.when(not(flag("stopped")), ParkFaults::parkAndUnpark)))
                        .fileOperation("disable", body -> locked(body, ParkFaults::stopOnce)))
                .build();
    }

    private static ProtocolBuilder stoppable(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .flag("stopped")
                .kthread(WORKER, ParkFaults::pollAndPark)
                .init(Idioms::runWorkerHeld)
                .exit(body -> body
                        .when(not(flag("stopped")), Idioms::stopWorker)
                        .call(putTaskStruct(TASK)));
    }

    private static void stopOnce(Body body) {
        body.when(not(flag("stopped")), then -> then
                .call(kthreadStop(TASK))
                .call(set("stopped")));
    }

    private static void locked(Body body, Consumer<Body> inside) {
        Idioms.locked(body, "lock", inside);
    }

    private static Entry doublePark() {
        return Entry.fault("double-park", "Two users park the thread at the same time")
                .story("The second request to park gets a warning and -EBUSY. A caller that ignores it unparks a thread"
                        + " that the first caller still waits for, or works behind the back of.")
                .broken("Nothing keeps two resets apart, and -EBUSY is ignored.", module -> parkedByTwo(module)
                        .fileOperations("reset", 2, Pinning.OWNER, ParkFaults::parkAndUnpark))
                .mended("A mutex keeps two resets apart.", module -> parkedByTwo(module)
                        .mutex("lock")
                        .fileOperations("reset", 2, Pinning.OWNER, body -> locked(body, ParkFaults::parkAndUnpark)))
                .build();
    }

    private static ProtocolBuilder parkedByTwo(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, ParkFaults::pollAndPark)
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker);
    }

    private static Entry noRecheckAfterParkme() {
        return Entry.fault("no-recheck-after-parkme", "The thread goes on where it was parked, though it is to stop")
                .story("kthread_parkme() returns after an unpark, and also because of a stop. Then the device is still"
                        + " suspended, and the thread uses what the suspend has freed.")
                .broken("The thread goes on with its work after kthread_parkme().",
                        module -> suspendable(module, parked -> {}))
                .mended("The thread begins its loop anew after kthread_parkme().",
                        module -> suspendable(module, Body::nextTurn))
                .build();
    }

    private static ProtocolBuilder suspendable(ProtocolBuilder module, Consumer<Body> parked) {
        return module
                .taskPointer(TASK)
                .memory("buffer")
                .flag("suspended")
                .mutex("lock")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> {
                                    then.call(kthreadParkme());
                                    parked.accept(then);
                                })
                                .call(use("buffer"))
                                .call(msleep()))
                        .returns(0))
                .init(body -> body
                        .call(allocate("buffer").mayFail())
                        .when(memoryNull("buffer"), then -> then.returns(Errno.ENOMEM))
                        .assign(TASK, kthreadRun(WORKER).mayFail())
                        .when(isErr(TASK), then -> then
                                .call(kfree("buffer"))
                                .returns(Errno.ENOMEM)))
                .fileOperation("suspend", body -> locked(body, inside -> inside.when(not(flag("suspended")), then -> then
                        .call(kthreadPark(TASK))
                        .call(kfree("buffer"))
                        .call(set("suspended")))))
                .exit(body -> body
                        .call(kthreadStop(TASK))
                        .when(not(flag("suspended")), then -> then.call(kfree("buffer"))));
    }

    private static Entry waitWokenMissesPark() {
        return Entry.fault("wait-woken-misses-park", "The thread tests for parking, then calls wait_woken()")
                .story("wait_woken() does not sleep if its entry was woken meanwhile, or if a stop was requested. Before"
                        + " Linux 6.5 it did not look for a request to park: the wake of that is lost.")
                .broken("The thread tests for parking outside of wait_woken().", module -> woken(module)
                        .kthread(WORKER, body -> body
                                .call(addWaitQueue("queue"))
                                .until(shouldStop(), loop -> {
                                    parkIfAsked(loop);
                                    loop.when(flag("work"), busy -> busy.call(clear("work")),
                                            idle -> idle.call(waitWoken(SleepMode.IDLE)));
                                })
                                .call(removeWaitQueue("queue"))
                                .returns(0)))
                .mended("The thread tests for parking in its wait condition.", module -> woken(module)
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), loop -> {
                                    parkIfAsked(loop);
                                    loop.call(waitEventIdle("queue", or(or(flag("work"), shouldPark()), shouldStop())))
                                            .call(clear("work"));
                                })
                                .returns(0)))
                .build();
    }

    /** A thread that a device gives work, once at most, and that a reset parks. */
    private static ProtocolBuilder woken(ProtocolBuilder module) {
        return pausable(module)
                .waitQueue("queue")
                .flag("work")
                .environment("device", body -> body
                        .call(set("work"))
                        .call(wakeUp("queue")));
    }
}
