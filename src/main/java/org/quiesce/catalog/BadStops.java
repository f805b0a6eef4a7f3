package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;

import java.util.List;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;

/** Stops with a pointer that names no live thread, or a thread already stopped (family B of the reference). */
final class BadStops {

    private BadStops() {}

    static List<Entry> entries() {
        return List.of(stopErrorPointer(), stopExitedNoRef(), doubleStopSequential(), doubleStopConcurrent());
    }

    private static Entry stopErrorPointer() {
        return Entry.fault("stop-error-pointer", "Exit stops an error pointer")
                .story("Creation fails and returns an error pointer, which is not NULL: a test for NULL lets it through"
                        + " to kthread_stop().")
                .broken("The result of kthread_run() is tested for NULL only.", module -> module
                        .taskPointer(TASK)
                        .kthread(WORKER, Idioms::pollUntilStopped)
                        .init(body -> body.assign(TASK, kthreadRun(WORKER).mayFail()))
                        .exit(Idioms::stopWorkerIfAny))
                .mended("Init fails when the thread cannot be created.", module -> module
                        .taskPointer(TASK)
                        .kthread(WORKER, Idioms::pollUntilStopped)
                        .init(Idioms::runWorker)
                        .exit(Idioms::stopWorker))
                .build();
    }

    private static Entry stopExitedNoRef() {
        return Entry.fault("stop-exited-no-ref", "Exit stops a thread that may have ended by itself")
                .story("The thread returns when its device fails. A thread that has ended is freed after a grace"
                        + " period; without a reference of its own, exit stops whatever is at that address then.")
                .broken("Nobody holds a reference on a thread that can end by itself.", module -> failing(module)
                        .init(Idioms::runWorker)
                        .exit(Idioms::stopWorker))
                .mended("Init takes a reference before the thread runs, exit drops it after the stop.",
                        module -> failing(module)
                                .init(Idioms::runWorkerHeld)
                                .exit(Idioms::stopWorkerHeld))
                .build();
    }

    private static ProtocolBuilder failing(ProtocolBuilder module) {
        return module.memoryReuse().taskPointer(TASK).kthread(WORKER, body -> Idioms.pollUntilFailed(body, then -> {}));
    }

    private static Entry doubleStopSequential() {
        return Entry.fault("double-stop-sequential", "Exit stops a thread that a user has stopped already")
                .story("The user's switch stops the thread and leaves the pointer as it is; exit stops it again. The"
                        + " completion that a stop waits for is counted up once in the life of a thread.")
                .broken("Both 'disable' and exit stop the thread.", module -> switchable(module)
                        .init(Idioms::runWorker)
                        .fileOperation("disable", body -> Idioms.locked(body, "lock", Idioms::stopWorker))
                        .exit(Idioms::stopWorker))
                .variant("broken-referenced", "Both 'disable' and exit stop the thread; init holds a reference on it.",
                        module -> switchable(module)
                                .init(Idioms::runWorkerHeld)
                                .fileOperation("disable", body -> Idioms.locked(body, "lock", Idioms::stopWorker))
                                .exit(Idioms::stopWorkerHeld))
                .mended("Who stops the thread also clears the pointer.", module -> switchable(module)
                        .init(Idioms::runWorker)
                        .fileOperation("disable", body -> Idioms.locked(body, "lock", BadStops::stopAndForget))
                        .exit(Idioms::stopWorkerIfAny))
                .build();
    }

    private static Entry doubleStopConcurrent() {
        return Entry.fault("double-stop-concurrent", "Two users stop the thread at the same time")
                .story("Both find the pointer set and stop the thread. Its end completes one waiter: the other waits"
                        + " for ever, or comes so late that the thread is freed.")
                .broken("Nothing keeps two users of 'disable' apart.", module -> module
                        .taskPointer(TASK)
                        .kthread(WORKER, Idioms::pollUntilStopped)
                        .init(Idioms::runWorker)
                        .fileOperations("disable", 2, Pinning.OWNER, BadStops::stopAndForget)
                        .exit(Idioms::stopWorkerIfAny))
                .mended("A mutex makes test, stop and clearing one.", module -> switchable(module)
                        .init(Idioms::runWorker)
                        .fileOperations("disable", 2, Pinning.OWNER, body ->
                                Idioms.locked(body, "lock", BadStops::stopAndForget))
                        .exit(Idioms::stopWorkerIfAny))
                .build();
    }

    private static ProtocolBuilder switchable(ProtocolBuilder module) {
        return module.taskPointer(TASK).mutex("lock").kthread(WORKER, Idioms::pollUntilStopped);
    }

    private static void stopAndForget(Body body) {
        body.when(not(isNull(TASK)), then -> then
                .call(kthreadStop(TASK))
                .call(clearPointer(TASK)));
    }
}
