package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.msleepInterruptible;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Task pointers used before they are set or after their thread is gone (family B of the reference). */
final class StrayPointers {

    private static final String CONSUMER_TASK = "consumer_task";
    private static final String PRODUCER_TASK = "producer_task";

    private StrayPointers() {}

    static List<Entry> entries() {
        return List.of(
                stopUninitialised(),
                stopSelfexitToctou(),
                wakeFreedTask(),
                taskRefImbalance(),
                taskPointerRace(),
                signalExitStaleStop());
    }

    // ---- stop-uninitialised

    private static Entry stopUninitialised() {
        return Entry.fault("stop-uninitialised", "Exit stops a thread that was never created")
                .story("The thread is created only if a parameter asks for it. Exit stops it in any case, and the"
                        + " pointer is still NULL where it did not.")
                .broken("Exit stops the thread without a look whether there is one.", module -> optional(module)
                        .exit(Idioms::stopWorker))
                .mended("Exit stops the thread if there is one.", module -> optional(module)
                        .exit(Idioms::stopWorkerIfAny))
                .build();
    }

    private static ProtocolBuilder optional(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, Idioms::pollUntilStopped)
                .init(body -> body.when(chance("polling"), Idioms::runWorker));
    }

    // ---- stop-selfexit-toctou

    private static Entry stopSelfexitToctou() {
        return Entry.fault("stop-selfexit-toctou", "Exit tests a pointer that the thread clears at its end")
                .story("A thread that ends by itself sets the pointer to NULL first, and exit tests it before the stop."
                        + " Between test and stop there is time to end, and to be freed.")
                .broken("The thread clears the pointer at its end, exit tests it and stops.", module -> module
                        .memoryReuse()
                        .taskPointer(TASK)
                        .kthread(WORKER, body -> Idioms.pollUntilFailed(body, then -> then.call(clearPointer(TASK))))
                        .init(Idioms::runWorker)
                        .exit(Idioms::stopWorkerIfAny))
                .mended("A thread with nothing left to do waits until it is asked to stop.", module -> module
                        .memoryReuse()
                        .taskPointer(TASK)
                        .kthread(WORKER, body -> {
                            body.until(shouldStop(), loop -> loop
                                    .when(chance("device_failed()"), Body::leaveLoop)
                                    .call(msleep()));
                            Idioms.pollUntilStopped(body);
                        })
                        .init(Idioms::runWorker)
                        .exit(Idioms::stopWorker))
                .build();
    }

    // ---- wake-freed-task

    private static Entry wakeFreedTask() {
        return Entry.fault("wake-freed-task", "A user wakes a thread that another has stopped")
                .story("A user finds the thread enabled and is about to wake it; meanwhile it is disabled, that is"
                        + " stopped, and freed. The wake takes a lock in what used to be the task.")
                .broken("Nothing keeps the wake apart from the stop.", module -> kickable(module)
                        .fileOperation("kick", StrayPointers::wakeIfEnabled))
                .mended("Test and wake are under the lock that the stop takes.", module -> kickable(module)
                        .fileOperation("kick", body -> Idioms.locked(body, "lock", StrayPointers::wakeIfEnabled)))
                .build();
    }

    private static void wakeIfEnabled(Body body) {
        body.when(flag("enabled"), then -> then.call(wakeUpProcess(TASK)));
    }

    private static ProtocolBuilder kickable(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .flagInitiallySet("enabled")
                .kthread(WORKER, body -> Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .init(Idioms::runWorker)
                .fileOperation("disable", body -> Idioms.locked(body, "lock", inside -> inside
                        .when(flag("enabled"), then -> then
                                .call(clear("enabled"))
                                .call(kthreadStop(TASK)))))
                .exit(body -> body.when(flag("enabled"), then -> then.call(kthreadStop(TASK))));
    }

    // ---- task-ref-imbalance

    private static Entry taskRefImbalance() {
        return Entry.fault("task-ref-imbalance", "References on the thread are not taken and dropped in pairs")
                .story("A put without its own get drops the reference of the kernel, which will drop it once more when"
                        + " the grace period is over. A get without its put keeps the task for ever.")
                .broken("Exit drops a reference that nobody took.", module -> polling(module)
                        .init(Idioms::runWorker)
                        .exit(Idioms::stopWorkerHeld))
                .variant("broken-leak", "Nobody drops the reference that init took.", module -> polling(module)
                        .init(Idioms::runWorkerHeld)
                        .exit(Idioms::stopWorker))
                .mended("Init takes the reference that exit drops.", module -> polling(module)
                        .init(Idioms::runWorkerHeld)
                        .exit(Idioms::stopWorkerHeld))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module) {
        return module.taskPointer(TASK).kthread(WORKER, Idioms::pollUntilStopped);
    }

    // ---- task-pointer-race

    private static Entry taskPointerRace() {
        return Entry.fault("task-pointer-race", "A thread wakes another whose pointer is not stored yet")
                .story("A new thread runs as soon as it is woken, while its creator has yet to store other pointers."
                        + " The producer wakes the consumer through one that is still NULL.")
                .broken("The producer runs before the consumer's pointer is stored.", module -> paired(module)
                        .init(body -> {
                            body.assign(PRODUCER_TASK, kthreadRun("producer").mayFail())
                                    .when(isErr(PRODUCER_TASK), then -> then.returns(Errno.ENOMEM))
                                    .assign(CONSUMER_TASK, kthreadRun("consumer").mayFail());
                            stopAndFailIfError(body, CONSUMER_TASK, PRODUCER_TASK);
                        }))
                .mended("Both pointers are stored before either thread is woken.", module -> paired(module)
                        .init(body -> {
                            body.assign(CONSUMER_TASK, kthreadCreate("consumer").mayFail())
                                    .when(isErr(CONSUMER_TASK), then -> then.returns(Errno.ENOMEM))
                                    .assign(PRODUCER_TASK, kthreadCreate("producer").mayFail());
                            stopAndFailIfError(body, PRODUCER_TASK, CONSUMER_TASK);
                            body.call(wakeUpProcess(CONSUMER_TASK)).call(wakeUpProcess(PRODUCER_TASK));
                        }))
                .build();
    }

    private static void stopAndFailIfError(Body body, String failed, String created) {
        body.when(isErr(failed), then -> then
                .call(kthreadStop(created))
                .returns(Errno.ENOMEM));
    }

    private static ProtocolBuilder paired(ProtocolBuilder module) {
        return module
                .taskPointer(PRODUCER_TASK)
                .taskPointer(CONSUMER_TASK)
                .kthread("producer", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(wakeUpProcess(CONSUMER_TASK))
                                .call(msleep()))
                        .returns(0))
                .kthread("consumer", body -> Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .exit(body -> body
                        .call(kthreadStop(PRODUCER_TASK))
                        .call(kthreadStop(CONSUMER_TASK)));
    }

    // ---- signal-exit-stale-stop

    private static Entry signalExitStaleStop() {
        return Entry.fault("signal-exit-stale-stop", "Exit stops a thread that its signal has ended already")
                .story("Exit sends the thread a signal and stops it, to be on the safe side. The thread ends on either;"
                        + " with the signal it is gone when the stop comes.")
                .broken("The thread returns on a signal.", module -> module
                        .memoryReuse()
                        .taskPointer(TASK)
                        .kthread(WORKER, StrayPointers::pollUntilSignalled)
                        .init(Idioms::runWorker)
                        .exit(StrayPointers::signalAndStop))
                .variant("referenced", "The thread returns on a signal, and init holds a reference on it.",
                        module -> module
                                .memoryReuse()
                                .taskPointer(TASK)
                                .kthread(WORKER, StrayPointers::pollUntilSignalled)
                                .init(Idioms::runWorkerHeld)
                                .exit(body -> {
                                    signalAndStop(body);
                                    body.call(putTaskStruct(TASK));
                                }))
                .mended("A signal cuts the thread's sleep short; only a stop ends it.", module -> module
                        .memoryReuse()
                        .taskPointer(TASK)
                        .kthread(WORKER, body -> pollUntilStopped(body, then -> then.call(flushSignals())))
                        .init(Idioms::runWorker)
                        .exit(StrayPointers::signalAndStop))
                .build();
    }

    private static void signalAndStop(Body body) {
        body.call(sendSignal(TASK)).call(kthreadStop(TASK));
    }

    private static void pollUntilSignalled(Body body) {
        pollUntilStopped(body, then -> then.returns(Errno.EINTR));
    }

    private static void pollUntilStopped(Body body, Consumer<Body> signalled) {
        body.call(allowSignal())
                .until(shouldStop(), loop -> loop
                        .when(signalPending(), signalled)
                        .call(msleepInterruptible()))
                .returns(0);
    }
}
