package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.msleepInterruptible;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Threads that sleep in the wrong place, or for too long (of family D of the reference). */
final class SleepingThreads {

    private SleepingThreads() {}

    static List<Entry> entries() {
        return List.of(blockingOpInWaitWindow(), longUninterruptibleDelay());
    }

    private static Entry blockingOpInWaitWindow() {
        return Entry.fault("blocking-op-in-wait-window", "The thread takes a mutex in the middle of going to sleep")
                .story("The thread has set its sleeping state and then takes a mutex. Where it has to wait for that, it"
                        + " comes back TASK_RUNNING: the schedule() that follows does not sleep.")
                .broken("The thread sets its state, then takes the lock and looks for work.", module -> woken(module)
                        .kthread(WORKER, body -> body
                                .loop(always(), loop -> loop
                                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                        .when(shouldStop(), Body::leaveLoop)
                                        .call(mutexLock("lock"))
                                        .when(not(flag("work")), idle -> idle
                                                .call(mutexUnlock("lock"))
                                                .call(schedule())
                                                .nextTurn())
                                        .call(clear("work"))
                                        .call(mutexUnlock("lock"))
                                        .call(plainSetCurrentState(TaskState.RUNNING)))
                                .call(plainSetCurrentState(TaskState.RUNNING))
                                .returns(0)))
                .variant("mended-by-hand", "The thread is TASK_RUNNING again before it takes the lock.",
                        module -> woken(module)
                                .kthread(WORKER, body -> body
                                        .loop(always(), loop -> loop
                                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                                .when(shouldStop(), Body::leaveLoop)
                                                .when(not(flag("work")), idle -> idle
                                                        .call(schedule())
                                                        .nextTurn())
                                                .call(plainSetCurrentState(TaskState.RUNNING))
                                                .call(mutexLock("lock"))
                                                .call(clear("work"))
                                                .call(mutexUnlock("lock")))
                                        .call(plainSetCurrentState(TaskState.RUNNING))
                                        .returns(0)))
                .mended("The thread waits for work first, then takes the lock.", module -> guarded(module)
                        .waitQueue("queue")
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), loop -> loop
                                        .call(waitEventInterruptible("queue", or(flag("work"), shouldStop())))
                                        .call(mutexLock("lock"))
                                        .call(clear("work"))
                                        .call(mutexUnlock("lock")))
                                .returns(0))
                        .fileOperation("request", body -> body
                                .call(mutexLock("lock"))
                                .call(set("work"))
                                .call(mutexUnlock("lock"))
                                .call(wakeUp("queue"))))
                .build();
    }

    /** A user notes work, and wakes the thread. */
    private static ProtocolBuilder woken(ProtocolBuilder module) {
        return guarded(module).fileOperation("request", body -> body
                .call(mutexLock("lock"))
                .call(set("work"))
                .call(mutexUnlock("lock"))
                .call(wakeUpProcess(TASK)));
    }

    private static ProtocolBuilder guarded(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .flag("work")
                .mutex("lock")
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker);
    }

    private static Entry longUninterruptibleDelay() {
        return Entry.fault("long-uninterruptible-delay", "The stop waits for a sleep of minutes")
                .story("msleep() sleeps the rest of its time whatever wakes it: a stop waits for the rest of ten minutes,"
                        + " and rmmod with it. Nothing hangs for ever, and nothing says why it takes so long.")
                .broken("The thread sleeps with msleep().", module -> periodic(module)
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), loop -> loop.call(msleep().ofMinutes()))
                                .returns(0)))
                .variant("broken-interruptible", "The thread sleeps with msleep_interruptible(), which a stop ends from 6.1 on.",
                        module -> periodic(module)
                                .kthread(WORKER, body -> body
                                        .until(shouldStop(), loop -> loop.call(msleepInterruptible().ofMinutes()))
                                        .returns(0)))
                .mended("The thread waits for its stop, with a timeout.", module -> periodic(module)
                        .waitQueue("queue")
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), loop -> loop
                                        .call(waitEvent("queue", shouldStop()).withTimeout()))
                                .returns(0)))
                .build();
    }

    private static ProtocolBuilder periodic(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker);
    }
}
