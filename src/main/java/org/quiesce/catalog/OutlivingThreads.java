package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.taskWorkAdd;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.uncheckedModuleGet;
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
                initSectionThreadfn(),
                completeThenReturn(),
                modulePutThenReturn(),
                lateModuleGet(),
                moduleGetUnprotected(),
                taskWorkAfterExited());
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

    private static Entry initSectionThreadfn() {
        return Entry.fault("init-section-threadfn", "The thread function is in init text")
                .story("The thread function is marked __init like the function that starts it. Init text is freed soon"
                        + " after init has succeeded, and the thread runs on in it.")
                .broken("The thread function is __init.",
                        module -> poller(module).initText(WORKER).exit(Idioms::stopWorker))
                .variant("init-waits", "The thread function is __init, and init waits for the thread's end.",
                        module -> module
                                .taskPointer(TASK)
                                .completion("done")
                                .kthread(WORKER, body -> body
                                        .call(msleep())
                                        .call(kthreadCompleteAndExit("done", 0)))
                                .initText(WORKER)
                                .init(body -> {
                                    Idioms.runWorker(body);
                                    body.call(waitForCompletion("done"));
                                })
                                .exit(body -> {}))
                .mended("The thread function is ordinary text.", module -> poller(module).exit(Idioms::stopWorker))
                .build();
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

    private static Entry moduleGetUnprotected() {
        return Entry.fault("module-get-unprotected", "A reference is taken on a module that is going")
                .story("The listener starts a session and takes a module reference for it. Once an unload has begun"
                        + " nobody looks at references any more, and __module_get() does not say so.")
                .broken("The listener takes a reference for the session with __module_get().",
                        module -> listening(module, accepted -> accepted
                                .call(uncheckedModuleGet())
                                .assign("session_task", kthreadRun("session").mayFail())
                                .when(isErr("session_task"), failed -> failed.call(modulePut()))))
                .mended("The listener starts a session only if try_module_get() gave it a reference.",
                        module -> listening(module, accepted -> accepted
                                .assign("got", tryModuleGet())
                                .when(notEqual("got", 0), pinned -> pinned
                                        .assign("session_task", kthreadRun("session").mayFail())
                                        .when(isErr("session_task"), failed -> failed.call(modulePut())))))
                .build();
    }

    /** A thread that starts another one, once at most; exit stops the first, and the second keeps the module loaded. */
    private static ProtocolBuilder listening(ProtocolBuilder module, Consumer<Body> accept) {
        return module
                .taskPointer(TASK)
                .taskPointer("session_task")
                .flag("request")
                .kthread("listener", body -> body
                        .until(shouldStop(), loop -> loop
                                .when(flag("request"), then -> {
                                    then.call(clear("request"));
                                    accept.accept(then);
                                })
                                .call(msleep()))
                        .returns(0))
                .kthread("session", body -> body
                        .call(msleep())
                        .call(modulePutAndKthreadExit(0)))
                .init(body -> body
                        .assign(TASK, kthreadRun("listener").mayFail())
                        .when(isErr(TASK), then -> then.returns(Errno.ENOMEM)))
                .environment("device", body -> body.call(set("request")))
                .exit(Idioms::stopWorker);
    }

    private static Entry taskWorkAfterExited() {
        return Entry.fault("task-work-after-exited", "The thread cleans up in a task work")
                .story("A task work that is queued on a kernel thread runs when the thread exits: after the thread has"
                        + " told its stopper that it is gone.")
                .broken("The thread's buffer is freed by a task work.", module -> buffered(module)
                        .init(body -> {
                            runBuffered(body);
                            body.call(taskWorkAdd(TASK, "cleanup"));
                        })
                        .taskWork("cleanup", body -> body.call(kfree("buffer")))
                        .exit(Idioms::stopWorker))
                .mended("Exit frees the thread's buffer after the stop.", module -> buffered(module)
                        .init(OutlivingThreads::runBuffered)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(kfree("buffer"))))
                .build();
    }

    private static ProtocolBuilder buffered(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .memory("buffer")
                .kthread(WORKER, body -> Idioms.useUntilStopped(body, "buffer"));
    }

    private static void runBuffered(Body body) {
        Idioms.allocateOrFail(body, "buffer");
        body.assign(TASK, kthreadRun(WORKER).mayFail())
                .when(isErr(TASK), failed -> failed
                        .call(kfree("buffer"))
                        .returns(Errno.ENOMEM));
    }
}
