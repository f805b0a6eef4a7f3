package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;

/** Threads that a stop finds busy, with a device or with the requests of users (of family D of the reference). */
final class BusyThreads {

    private BusyThreads() {}

    static List<Entry> entries() {
        return List.of(uninterruptibleExternalWait(), busyPollNoStopCheck(), orphanedRequest());
    }

    private static Entry uninterruptibleExternalWait() {
        return Entry.fault("uninterruptible-external-wait", "The thread waits for a device that is gone")
                .story("The thread has started a transfer and waits for its end, without a limit. The device answers no"
                        + " more, and a stop does not end that wait.")
                .broken("Exit stops the thread while a transfer is under way.",
                        module -> transferring(module).exit(Idioms::stopWorker))
                .mended("Exit completes what is under way, then stops the thread.", module -> transferring(module)
                        .exit(body -> body
                                .call(completeAll("done"))
                                .call(kthreadStop(TASK))))
                .build();
    }

    private static ProtocolBuilder transferring(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .completion("done")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop.call(waitForCompletion("done")))
                        .returns(0))
                .init(Idioms::runWorker)
                .environment("device", body -> body.call(complete("done")));
    }

    private static Entry busyPollNoStopCheck() {
        return Entry.fault("busy-poll-no-stop-check", "The thread polls a device and looks at nothing else")
                .story("The inner loop rings the doorbell until the device is ready. A device that never gets ready"
                        + " keeps the thread in there, and a stop waits for it.")
                .broken("The inner loop ends when the device is ready.", module -> polling(module, not(flag("ready"))))
                .mended("The inner loop ends when the device is ready or the thread is to stop.",
                        module -> polling(module, and(not(flag("ready")), not(shouldStop()))))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module, Condition busy) {
        return module
                .taskPointer(TASK)
                .flag("ready")
                .flag("doorbell")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .loop(busy, again -> again.call(set("doorbell")))
                                .call(clear("ready"))
                                .call(msleep()))
                        .returns(0))
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker)
                .environment("device", body -> body.call(set("ready")));
    }

    private static Entry orphanedRequest() {
        return Entry.fault("orphaned-request", "The thread leaves requests behind that nobody will answer")
                .story("A user switches the module off while another one waits for an answer. The thread sees the stop"
                        + " first and leaves; the request stays in the queue, and its user in the kernel.")
                .broken("Who stops the thread leaves its queue as it is.", module -> answering(module, body -> {}))
                .mended("Who stops the thread answers what is left in its queue.",
                        module -> answering(module, body -> body.loop(above("items", 0), loop -> loop
                                .call(decrement("items"))
                                .call(complete("done")))))
                .build();
    }

    private static ProtocolBuilder answering(ProtocolBuilder module, Consumer<Body> stopped) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .waitQueue("queue")
                .counter("items", 2)
                .completion("done")
                .kthread(WORKER, body -> body
                        .loop(always(), loop -> loop
                                .call(waitEventIdle("queue", or(above("items", 0), shouldStop())))
                                .when(shouldStop(), Body::leaveLoop)
                                .call(decrement("items"))
                                .call(complete("done")))
                        .returns(0))
                .init(Idioms::runWorker)
                .fileOperation("request", body -> body
                        .call(mutexLock("lock"))
                        .when(isNull(TASK), off -> off
                                .call(mutexUnlock("lock"))
                                .returns(Errno.ENODEV))
                        .call(increment("items"))
                        .call(wakeUp("queue"))
                        .call(mutexUnlock("lock"))
                        .call(waitForCompletion("done")))
                .fileOperation("disable", body -> body
                        .call(mutexLock("lock"))
                        .when(not(isNull(TASK)), then -> {
                            then.call(kthreadStop(TASK)).call(clearPointer(TASK));
                            stopped.accept(then);
                        })
                        .call(mutexUnlock("lock")))
                .exit(body -> body.when(not(isNull(TASK)), Idioms::stopWorker));
    }
}
