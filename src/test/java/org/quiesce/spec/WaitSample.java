package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.*;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;

/** Protocols with waiters, semaphores and sections whose verdicts are known; what is given decides. */
final class WaitSample {

    private WaitSample() {}

    private static Consumer<Body> doing(Operation... operations) {
        return body -> {
            for (Operation operation : operations) {
                body.call(operation);
            }
        };
    }

    private static ProtocolBuilder worker(String name, Consumer<Body> worker) {
        return Protocol.module(name)
                .taskPointer("task")
                .kthread("worker", worker)
                .init(body -> body.assign("task", kthreadRun("worker")));
    }

    /** F7: a thread that may park waits in wait_woken(); exit does the rest. */
    static Protocol waitsWoken(Operation... exit) {
        return worker("wait-woken-misses-park", body -> body
                        .call(addWaitQueue("queue"))
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))
                                .call(waitWoken(SleepMode.INTERRUPTIBLE)))
                        .call(removeWaitQueue("queue")))
                .waitQueue("queue")
                .exit(doing(exit))
                .build();
    }

    /** Init queues by hand, does this and returns. */
    static Protocol queuesInInit(Operation... then) {
        return Protocol.module("queues-in-init")
                .waitQueue("queue")
                .init(body -> {
                    body.call(addWaitQueue("queue"));
                    List.of(then).forEach(body::call);
                })
                .exit(body -> body.call(wakeUp("queue")))
                .build();
    }

    /** A thread that queues by hand, and leaves the queue at its end or does not; exit wakes the queue after it has stopped. */
    static Protocol queuesByHand(Operation... end) {
        return worker("left-on-a-queue", body -> {
                    body.call(addWaitQueue("queue"))
                            .until(shouldStop(), loop -> loop.call(waitWoken(SleepMode.INTERRUPTIBLE)));
                    doing(end).accept(body);
                })
                .waitQueue("queue")
                .exit(doing(kthreadStop("task"), wakeUp("queue")))
                .build();
    }

    /** D5: a thread sets a flag and wakes those that it sees on the queue. */
    static Protocol wakesIf(Condition active) {
        return worker("waitqueue-active", body -> body
                        .call(set("ready"))
                        .when(active, then -> then.call(wakeUp("queue"))))
                .flag("ready")
                .waitQueue("queue")
                .fileOperation("read", doing(waitEvent("queue", flag("ready"))))
                .build();
    }

    /** A thread takes a semaphore that nobody gives, and is stopped. */
    static Protocol takes(Operation down) {
        return worker("down-under-stop", doing(down))
                .semaphore("sem", 0)
                .exit(doing(kthreadStop("task")))
                .build();
    }

    /** C3: a thread that reads under an rw_semaphore is stopped by whoever does this to it. */
    static Protocol readsUnderLock(Operation... exit) {
        return worker("stop-holding-rwsem", body -> body
                        .until(shouldStop(), loop -> loop.call(downRead("sem")).call(upRead("sem"))))
                .rwSemaphore("sem")
                .exit(doing(exit))
                .build();
    }

    /** The same beside a user that writes. */
    static Protocol readsBesideAWriter(Operation... exit) {
        return worker("stop-holding-rwsem", body -> body
                        .until(shouldStop(), loop -> loop.call(downRead("sem")).call(upRead("sem"))))
                .rwSemaphore("sem")
                .exit(doing(exit))
                .fileOperations("write", 1, Pinning.NONE, doing(downWrite("sem"), upWrite("sem")))
                .build();
    }

    /** C6: a thread that does nothing; exit does what may sleep. */
    static Protocol idle(Operation... exit) {
        return worker("sleep-in-section", doing(msleep())).exit(doing(exit)).build();
    }

    /** Memory that readers find through a flag, in a section; exit hides it, does the rest, and frees it. */
    static Protocol readers(Operation end, Operation... rest) {
        return Protocol.module("free-under-readers")
                .flag("open")
                .memory("data")
                .init(doing(allocate("data"), set("open")))
                .exit(body -> {
                    body.call(clear("open"));
                    doing(rest).accept(body);
                    body.call(kfree("data"));
                })
                .fileOperations("read", 1, Pinning.NONE, body -> body
                        .call(rcuReadLock())
                        .when(flag("open"), then -> then.call(use("data")))
                        .call(end))
                .build();
    }

    /** A thread that polls in this way; exit waits for a grace period before it stops it. */
    static Protocol polls(Consumer<Body> poll) {
        return worker("synchronize-with-poller", body -> body.until(shouldStop(), poll))
                .exit(doing(synchronizeRcu(), kthreadStop("task")))
                .build();
    }
}
