package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopCurrent;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.ProtocolBuilder;

/** Stops that wait for what can't happen while they wait (family C of the reference). */
final class StopDeadlocks {

    private StopDeadlocks() {}

    static List<Entry> entries() {
        return List.of(selfStop(), stopHoldingLock());
    }

    private static Entry selfStop() {
        return Entry.fault("self-stop", "The thread stops itself")
                .story("The thread wants to end when its device fails and calls kthread_stop(current). A stop waits"
                        + " until the thread has ended, and the thread is waiting.")
                .broken("The thread calls kthread_stop() on itself.",
                        module -> failing(module, then -> then.call(kthreadStopCurrent())))
                .mended("The thread returns; the reference that init took keeps the later stop valid.",
                        module -> failing(module, then -> {}))
                .build();
    }

    private static ProtocolBuilder failing(ProtocolBuilder module, Consumer<Body> failed) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, body -> Idioms.pollUntilFailed(body, failed))
                .init(Idioms::runWorkerHeld)
                .exit(Idioms::stopWorkerHeld);
    }

    private static Entry stopHoldingLock() {
        return Entry.fault("stop-holding-lock", "Exit stops the thread while it holds a lock that the thread needs")
                .story("Exit takes the lock to change shared data and stops the thread in the same section. A thread"
                        + " that waits for that lock cannot reach its test for the stop.")
                .broken("Exit holds the lock across kthread_stop().", module -> locking(module)
                        .exit(body -> body
                                .call(mutexLock("lock"))
                                .call(kthreadStop(TASK))
                                .call(mutexUnlock("lock"))))
                .mended("Exit stops the thread first; then nobody else needs the lock.", module -> locking(module)
                        .exit(Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder locking(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(mutexLock("lock"))
                                .call(mutexUnlock("lock"))
                                .call(msleep()))
                        .returns(0))
                .init(Idioms::runWorker);
    }
}
