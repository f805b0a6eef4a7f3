package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.allocOrderedWorkqueue;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

/** Protocols with workqueues and kthread workers whose verdicts are known; what the module does in its exit decides. */
final class WorkSample {

    private WorkSample() {}

    private static Consumer<Body> doing(Operation... operations) {
        return body -> {
            for (Operation operation : operations) {
                body.call(operation);
            }
        };
    }

    // ---- workqueues

    /** G2: delayed work that is on its timer, or queued. */
    static Protocol delayed(Operation... exit) {
        return Protocol.module("delayed-at-destroy")
                .flag("late")
                .workqueue("wq")
                .delayedWork("job", "wq", doing(set("late")))
                .init(doing(allocWorkqueue("wq"), queueDelayedWork("wq", "job")))
                .exit(doing(exit))
                .build();
    }

    /** G12: an item that always queues itself. */
    static Protocol selfRequeueing(Operation... exit) {
        return Protocol.module("self-requeueing")
                .workqueue("wq")
                .work("job", "wq", doing(queueWork("wq", "job")))
                .init(doing(allocWorkqueue("wq"), queueWork("wq", "job")))
                .exit(doing(exit))
                .build();
    }

    /** The same with a flag that the item looks at. */
    static Protocol selfRequeueingUnlessItSeesAFlag(Operation... exit) {
        return Protocol.module("self-requeueing-with-flag")
                .flag("closing")
                .workqueue("wq")
                .work("job", "wq", body -> body
                        .when(not(flag("closing")), then -> then.call(queueWork("wq", "job"))))
                .init(doing(allocWorkqueue("wq"), queueWork("wq", "job")))
                .exit(doing(exit))
                .build();
    }

    /** G13: a call of a user queues an item whatever the module does. */
    static Protocol queuedFromOutside(Operation... exit) {
        return Protocol.module("queued-from-outside")
                .workqueue("wq")
                .work("job", "wq", doing())
                .init(doing(allocWorkqueue("wq")))
                .exit(doing(exit))
                .fileOperations("write", 1, Pinning.NONE, doing(queueWork("wq", "job")))
                .build();
    }

    /** Two items of an ordered workqueue, one of which waits for the other. */
    static Protocol ordered(String first, String second) {
        return Protocol.module("ordered")
                .completion("done")
                .orderedWorkqueue("wq")
                .work("gives", "wq", doing(complete("done")))
                .work("waits", "wq", doing(waitForCompletion("done")))
                .init(doing(allocOrderedWorkqueue("wq"), queueWork("wq", first), queueWork("wq", second)))
                .exit(doing(destroyWorkqueue("wq")))
                .build();
    }

    // ---- kthread workers

    private static ProtocolBuilder worker(String name, Operation first) {
        return Protocol.module(name)
                .flag("late")
                .kthreadWorker("dispatch")
                .init(doing(kthreadCreateWorker("dispatch"), first));
    }

    /** Work that runs once. */
    static Protocol kthreadWork(Operation... exit) {
        return worker("kthread-work", kthreadQueueWork("dispatch", "job"))
                .kthreadWork("job", "dispatch", doing(set("late")))
                .exit(doing(exit))
                .build();
    }

    /** Two items of a worker, one of which waits for the other. */
    static Protocol workInLine(String first, String second) {
        return Protocol.module("work-in-line")
                .completion("done")
                .kthreadWorker("dispatch")
                .kthreadWork("gives", "dispatch", doing(complete("done")))
                .kthreadWork("waits", "dispatch", doing(waitForCompletion("done")))
                .init(doing(kthreadCreateWorker("dispatch"), kthreadQueueWork("dispatch", first),
                        kthreadQueueWork("dispatch", second)))
                .exit(doing(kthreadDestroyWorker("dispatch")))
                .build();
    }

    /** G8: work that is on its timer, or queued. */
    static Protocol kthreadDelayed(Operation... exit) {
        return worker("kthread-delayed", kthreadQueueDelayedWork("dispatch", "job"))
                .kthreadDelayedWork("job", "dispatch", doing(set("late")))
                .exit(doing(exit))
                .build();
    }

    /** C2: work that destroys the worker that runs it. */
    static Protocol destroysItsOwnWorker() {
        return worker("own-worker", kthreadQueueWork("dispatch", "job"))
                .kthreadWork("job", "dispatch", doing(kthreadDestroyWorker("dispatch")))
                .build();
    }

    /** G6: a call of a user queues work whatever the module does. */
    static Protocol enqueuer(Pinning pinning) {
        return Protocol.module("kthread-enqueuer")
                .kthreadWorker("dispatch")
                .kthreadWork("job", "dispatch", doing())
                .init(doing(kthreadCreateWorker("dispatch")))
                .exit(doing(kthreadDestroyWorker("dispatch")))
                .fileOperations("write", 1, pinning, doing(kthreadQueueWork("dispatch", "job")))
                .build();
    }
}
