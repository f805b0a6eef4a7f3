package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;

/** Threads that still have module code to run when the module's text is freed (family A of the reference). */
final class OutlivingThreads {

    private OutlivingThreads() {}

    static List<Entry> entries() {
        return List.of(
                missingStopInExit(),
                missingStopOnInitError(),
                completeThenReturn(),
                modulePutThenReturn(),
                lateModuleGet());
    }

    private static Entry missingStopInExit() {
        return Entry.fault("missing-stop-in-exit", "Exit does not stop the thread")
                .story("The exit function returns and the thread runs on. The kernel does not know whose text a thread"
                        + " executes: nothing in an unload waits for it.")
                .broken("Exit leaves the polling thread running.", module -> poller(module).exit(body -> {}))
                .mended("Exit stops the polling thread.", module -> poller(module).exit(Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder poller(ProtocolBuilder module) {
        return module.taskPointer(TASK).kthread(WORKER, Idioms::pollUntilStopped).init(Idioms::runWorker);
    }

    private static Entry missingStopOnInitError() {
        return Entry.fault("missing-stop-on-init-error", "A failing init does not stop the thread")
                .story("Init starts a thread, then a later step of init fails and init returns the error. Exit is not"
                        + " called for a module that failed to load, and its text is freed at once.")
                .broken("Init returns an error and leaves its thread running.",
                        module -> registering(module, failed -> {}))
                .mended("Init stops its thread before it returns the error.",
                        module -> registering(module, Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder registering(ProtocolBuilder module, Consumer<Body> unwind) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, Idioms::pollUntilStopped)
                .init(body -> {
                    Idioms.runWorker(body);
                    body.when(chance("misc_register(&device) < 0"), failed -> {
                        unwind.accept(failed);
                        failed.returns(Errno.ENODEV);
                    });
                })
                .exit(Idioms::stopWorker);
    }

    private static Entry completeThenReturn() {
        return Entry.fault("complete-then-return", "Exit waits for a completion that the thread signals too early")
                .story("The thread completes 'done' as its last deed, and exit waits for that. But complete() is not"
                        + " the last instruction: the return after it is module text too.")
                .broken("The thread completes 'done', then returns through module text.", module -> selfTest(module)
                        .kthread(WORKER, body -> body
                                .call(msleep())
                                .call(complete("done"))
                                .returns(0)))
                .mended("The thread ends in core text, where 'done' is completed for it.", module -> selfTest(module)
                        .kthread(WORKER, body -> body
                                .call(msleep())
                                .call(kthreadCompleteAndExit("done", 0))))
                .build();
    }

    private static ProtocolBuilder selfTest(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .completion("done")
                .init(Idioms::runWorker)
                .exit(body -> body.call(waitForCompletion("done")));
    }

    private static Entry modulePutThenReturn() {
        return Entry.fault("module-put-then-return", "The thread drops its module reference, then returns")
                .story("A reference on the module keeps it loaded while the thread works. The thread drops it as its"
                        + " last deed, and from then on nothing holds the text that it returns through.")
                .broken("The thread puts its module reference, then returns through module text.",
                        module -> pinnedByInit(module)
                                .kthread(WORKER, body -> body
                                        .call(msleep())
                                        .call(modulePut())
                                        .returns(0)))
                .mended("The thread ends in core text, where its module reference is put.", OutlivingThreads::pinned)
                .build();
    }

    private static Entry lateModuleGet() {
        return Entry.fault("late-module-get", "The thread takes its module reference itself")
                .story("The thread's first statement takes a reference on its module. Until it gets there the module"
                        + " can be unloaded, and then not even that statement exists any more.")
                .broken("The thread takes a reference on the module that it already runs in.", module -> module
                        .taskPointer(TASK)
                        .kthread(WORKER, body -> body
                                .assign("got", tryModuleGet())
                                .when(equal("got", 0), then -> then.returns(0))
                                .call(msleep())
                                .call(modulePutAndKthreadExit(0)))
                        .init(Idioms::runWorker)
                        .exit(body -> {}))
                .mended("Init takes the reference and hands it to the thread.", OutlivingThreads::pinned)
                .build();
    }

    private static ProtocolBuilder pinned(ProtocolBuilder module) {
        return pinnedByInit(module)
                .kthread(WORKER, body -> body
                        .call(msleep())
                        .call(modulePutAndKthreadExit(0)));
    }

    private static ProtocolBuilder pinnedByInit(ProtocolBuilder module) {
        return module.taskPointer(TASK).init(Idioms::runWorkerPinned).exit(body -> {});
    }
}
