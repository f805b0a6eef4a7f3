package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.workerErr;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadBind;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;

/** Threads that never get to their thread function (family E of the reference). */
final class BirthFaults {

    private BirthFaults() {}

    static List<Entry> entries() {
        return List.of(stopBeforeFirstRun(), neverWoken(), bindAfterWake());
    }

    private static Entry stopBeforeFirstRun() {
        return Entry.fault("stop-before-first-run", "The thread is to free what it was given, and may never run")
                .story("A thread that is stopped before it first runs ends without entering its thread function, though"
                        + " it was woken. What the function was to free at its end stays.")
                .broken("The thread frees its buffer at its end.", module -> buffered(module)
                        .kthread(WORKER, body -> {
                            useUntilStopped(body);
                            body.call(kfree("buffer")).returns(0);
                        })
                        .exit(Idioms::stopWorker))
                .mended("Exit frees the buffer after the stop.", module -> buffered(module)
                        .kthread(WORKER, body -> {
                            useUntilStopped(body);
                            body.returns(0);
                        })
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(kfree("buffer"))))
                .build();
    }

    private static void useUntilStopped(Body body) {
        body.until(shouldStop(), loop -> loop
                .call(use("buffer"))
                .call(msleep()));
    }

    private static ProtocolBuilder buffered(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .memory("buffer")
                .init(body -> body
                        .call(allocate("buffer").mayFail())
                        .when(memoryNull("buffer"), then -> then.returns(Errno.ENOMEM))
                        .assign(TASK, kthreadRun(WORKER).mayFail())
                        .when(isErr(TASK), then -> then
                                .call(kfree("buffer"))
                                .returns(Errno.ENOMEM)));
    }

    private static Entry neverWoken() {
        return Entry.fault("never-woken", "A thread is created and then forgotten before its first wake")
                .story("A step between kthread_create() and the first wake fails, and init returns the error. The new"
                        + " thread waits in TASK_UNINTERRUPTIBLE for a wake that nobody will give.")
                .broken("Init returns an error and leaves the new thread unwoken.",
                        module -> created(module, failed -> {}))
                .mended("Init stops the new thread before it returns the error.",
                        module -> created(module, Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder created(ProtocolBuilder module, Consumer<Body> unwind) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, Idioms::pollUntilStopped)
                .init(body -> {
                    body.assign(TASK, kthreadCreate(WORKER).mayFail());
                    Idioms.returnIfError(body);
                    body.when(chance("misc_register(&device) < 0"), failed -> {
                        unwind.accept(failed);
                        failed.returns(Errno.ENODEV);
                    }).call(wakeUpProcess(TASK));
                })
                .exit(Idioms::stopWorker);
    }

    private static Entry bindAfterWake() {
        return Entry.fault("bind-after-wake", "The thread is bound to a CPU when it runs already")
                .story("kthread_bind() can bind a thread that sleeps and will stay asleep, such as one that was never"
                        + " woken. From one that runs it gets a warning, and does not bind it.")
                .broken("Init starts the thread, then binds it.", module -> module
                        .taskPointer(TASK)
                        .kthread(WORKER, Idioms::pollUntilStopped)
                        .init(body -> {
                            Idioms.runWorker(body);
                            body.call(kthreadBind(TASK));
                        })
                        .exit(Idioms::stopWorker))
                .variant("broken-asleep", "Init binds a thread that sleeps until it is bound, which is too late from 6.14 on.",
                        module -> module
                                .taskPointer(TASK)
                                .completion("ready")
                                .kthread(WORKER, body -> {
                                    body.call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                                            .call(complete("ready"))
                                            .call(schedule());
                                    Idioms.pollUntilStopped(body);
                                })
                                .init(body -> {
                                    Idioms.runWorker(body);
                                    body.call(waitForCompletion("ready"))
                                            .call(kthreadBind(TASK))
                                            .call(wakeUpProcess(TASK));
                                })
                                .exit(Idioms::stopWorker))
                .variant("broken-kthread-worker",
                        "Init creates a kthread worker, then binds its thread, which runs already up to 6.13.",
                        module -> module
                                .kthreadWorker(WORKER)
                                .kthreadWork("item", WORKER, body -> {})
                                .init(body -> body
                                        .call(kthreadCreateWorker(WORKER).mayFail())
                                        .when(workerErr(WORKER), then -> then.returns(Errno.ENOMEM))
                                        .call(new KthreadOperation.KthreadBind(new TaskRef.OfWorker(WORKER)))
                                        .call(kthreadQueueWork(WORKER, "item")))
                                .exit(body -> body.call(kthreadDestroyWorker(WORKER))))
                .mended("Init creates the thread, binds it, then starts it.", module -> module
                        .taskPointer(TASK)
                        .kthread(WORKER, Idioms::pollUntilStopped)
                        .init(body -> {
                            body.assign(TASK, kthreadCreate(WORKER).mayFail());
                            Idioms.returnIfError(body);
                            body.call(kthreadBind(TASK)).call(wakeUpProcess(TASK));
                        })
                        .exit(Idioms::stopWorker))
                .build();
    }
}
