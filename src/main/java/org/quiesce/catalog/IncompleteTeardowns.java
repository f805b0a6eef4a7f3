package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;

/** Teardowns that forget a thread or a user, or take them in the wrong order (family A of the reference). */
final class IncompleteTeardowns {

    private IncompleteTeardowns() {}

    static List<Entry> entries() {
        return List.of(
                partialCreateRollback(),
                freeBeforeStop(),
                argLifetime(),
                interfaceOutlivesThread(),
                lostThreadPointer(),
                initFailIgnoresRefs(),
                releaseAfterUnload());
    }

    // ---- partial-create-rollback

    private static Entry partialCreateRollback() {
        return Entry.fault("partial-create-rollback", "A failing creation does not undo those before it")
                .story("Init creates one thread after the other, and a later creation fails. What is to be stopped then"
                        + " are the threads that were created: not fewer, and not more.")
                .broken("Init returns the error and leaves its first thread running.",
                        module -> two(module, failed -> {}))
                .variant("broken-too-many", "Init stops both threads, though the second is an error pointer.",
                        module -> two(module, failed -> failed
                                .call(kthreadStop("first"))
                                .call(kthreadStop("second"))))
                .mended("Init stops the thread that it has created.",
                        module -> two(module, failed -> failed.call(kthreadStop("first"))))
                .build();
    }

    private static ProtocolBuilder two(ProtocolBuilder module, Consumer<Body> unwind) {
        return module
                .taskPointer("first")
                .taskPointer("second")
                .kthreads(WORKER, 2, Idioms::pollUntilStopped)
                .init(body -> body
                        .assign("first", kthreadRun(WORKER).mayFail())
                        .when(isErr("first"), then -> then.returns(Errno.ENOMEM))
                        .assign("second", kthreadRun(WORKER).mayFail())
                        .when(isErr("second"), then -> {
                            unwind.accept(then);
                            then.returns(Errno.ENOMEM);
                        }))
                .exit(body -> body
                        .call(kthreadStop("first"))
                        .call(kthreadStop("second")));
    }

    // ---- free-before-stop

    private static Entry freeBeforeStop() {
        return Entry.fault("free-before-stop", "Exit frees what the thread still uses")
                .story("Exit frees the buffer and then stops the thread. Until the stop has returned the thread may be"
                        + " anywhere in its loop, and use the buffer.")
                .broken("Exit frees the buffer, then stops the thread.", module -> buffered(module)
                        .exit(body -> body
                                .call(kfree("buffer"))
                                .call(kthreadStop(TASK))))
                .mended("Exit stops the thread, then frees the buffer.", module -> buffered(module)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(kfree("buffer"))))
                .build();
    }

    private static ProtocolBuilder buffered(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .memory("buffer")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(use("buffer"))
                                .call(msleep()))
                        .returns(0))
                .init(body -> startWith(body, "buffer"));
    }

    /** Allocates what the thread is to use, and starts it. */
    private static void startWith(Body body, String memory) {
        body.call(allocate(memory).mayFail())
                .when(memoryNull(memory), then -> then.returns(Errno.ENOMEM))
                .assign(TASK, kthreadRun(WORKER).mayFail())
                .when(isErr(TASK), then -> then
                        .call(kfree(memory))
                        .returns(Errno.ENOMEM));
    }

    // ---- arg-lifetime

    private static Entry argLifetime() {
        return Entry.fault("arg-lifetime", "The thread's argument is gone before the thread reads it")
                .story("Init passes the thread a temporary and frees it when kthread_run() has returned. The new thread"
                        + " has the pointer by then, but need not have read what it points to.")
                .broken("Init frees the argument once the thread is created.", module -> configured(module)
                        .kthread(WORKER, body -> {
                            body.call(use("settings"));
                            Idioms.pollUntilStopped(body);
                        })
                        .init(body -> {
                            startWith(body, "settings");
                            body.call(kfree("settings"));
                        }))
                .mended("Init frees the argument once the thread has said that it is done with it.",
                        module -> configured(module)
                                .completion("copied")
                                .kthread(WORKER, body -> {
                                    body.call(use("settings")).call(complete("copied"));
                                    Idioms.pollUntilStopped(body);
                                })
                                .init(body -> {
                                    startWith(body, "settings");
                                    body.call(waitForCompletion("copied")).call(kfree("settings"));
                                }))
                .build();
    }

    private static ProtocolBuilder configured(ProtocolBuilder module) {
        return module.taskPointer(TASK).memory("settings").exit(Idioms::stopWorker);
    }

    // ---- interface-outlives-thread

    private static Entry interfaceOutlivesThread() {
        return Entry.fault("interface-outlives-thread", "The thread is stopped while users can still ask it for work")
                .story("The device is unbound while its file is open. The thread is stopped first and requests are"
                        + " refused afterwards: one in between waits for a thread that is gone, or wakes it.")
                .broken("The thread is stopped, then requests are refused.", module -> serving(module, bound -> {
                    bound.call(kthreadStop(TASK));
                    refuseRequests(bound);
                }))
                .mended("Requests are refused, then the thread is stopped.", module -> serving(module, bound -> {
                    refuseRequests(bound);
                    bound.call(kthreadStop(TASK));
                }))
                .build();
    }

    /** Waits for the request that holds the lock, and lets no other in. */
    private static void refuseRequests(Body body) {
        Idioms.locked(body, "lock", inside -> inside.call(clear("bound")));
    }

    private static ProtocolBuilder serving(ProtocolBuilder module, Consumer<Body> unbind) {
        return module
                .taskPointer(TASK)
                .mutex("binding")
                .mutex("lock")
                .flagInitiallySet("bound")
                .flag("work")
                .completion("done")
                .kthread(WORKER, Idioms::answerUntilStopped)
                .init(Idioms::runWorker)
                .fileOperation("request", body -> Idioms.locked(body, "lock", inside -> inside
                        .when(flag("bound"), then -> then
                                .call(set("work"))
                                .call(wakeUpProcess(TASK))
                                .call(waitForCompletion("done")))))
                .fileOperation("unbind", body -> Idioms.locked(body, "binding", inside -> inside
                        .when(flag("bound"), unbind)))
                .exit(body -> body.when(flag("bound"), then -> then.call(kthreadStop(TASK))));
    }

    // ---- lost-thread-pointer

    private static Entry lostThreadPointer() {
        return Entry.fault("lost-thread-pointer", "A second start forgets the first thread")
                .story("Every start stores its new thread in the same pointer. Exit stops the thread that the pointer"
                        + " names; nobody can ever stop the others.")
                .broken("A start does not look whether a thread is running already.", module -> startable(module)
                        .fileOperations("start", 2, Pinning.OWNER, IncompleteTeardowns::start))
                .variant("broken-unlocked", "A start looks whether a thread is running, but not under a lock.",
                        module -> startable(module)
                                .fileOperations("start", 2, Pinning.OWNER,
                                        IncompleteTeardowns::startUnlessRunning))
                .mended("A mutex makes test, start and store one.", module -> startable(module)
                        .mutex("lock")
                        .fileOperations("start", 2, Pinning.OWNER, body ->
                                Idioms.locked(body, "lock", IncompleteTeardowns::startUnlessRunning)))
                .build();
    }

    private static void startUnlessRunning(Body body) {
        body.when(isNull(TASK), IncompleteTeardowns::start);
    }

    private static void start(Body body) {
        body.assign(TASK, kthreadRun(WORKER).mayFail())
                .when(isErr(TASK), then -> then.call(clearPointer(TASK)));
    }

    private static ProtocolBuilder startable(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .kthreads(WORKER, 2, Idioms::pollUntilStopped)
                .exit(Idioms::stopWorkerIfAny);
    }

    // ---- init-fail-ignores-refs

    private static Entry initFailIgnoresRefs() {
        return Entry.fault("init-fail-ignores-refs", "A failing init relies on the thread's module reference")
                .story("Init takes a module reference for its thread, then a later step fails and init returns the"
                        + " error. The loader frees a module whose init has failed, whatever its reference count says.")
                .broken("Init fails after it has started a thread that holds a reference.", module -> lasting(module)
                        .init(body -> {
                            createPinned(body, kthreadRun(WORKER).mayFail());
                            registerDevice(body, failed -> {});
                        }))
                .mended("Init wakes the thread when nothing can fail any more.", module -> lasting(module)
                        .init(body -> {
                            createPinned(body, kthreadCreate(WORKER).mayFail());
                            registerDevice(body, failed -> failed
                                    .call(kthreadStop(TASK))
                                    .call(modulePut()));
                            body.call(wakeUpProcess(TASK));
                        }))
                .build();
    }

    private static void createPinned(Body body, Operation creation) {
        body.assign("got", tryModuleGet())
                .when(equal("got", 0), then -> then.returns(Errno.ENODEV))
                .assign(TASK, creation)
                .when(isErr(TASK), then -> then
                        .call(modulePut())
                        .returns(Errno.ENOMEM));
    }

    private static void registerDevice(Body body, Consumer<Body> unwind) {
        body.when(chance("misc_register(&device) < 0"), failed -> {
            unwind.accept(failed);
            failed.returns(Errno.ENODEV);
        });
    }

    private static ProtocolBuilder lasting(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, body -> body
                        .call(msleep())
                        .call(modulePutAndKthreadExit(0)))
                .exit(body -> {});
    }

    // ---- release-after-unload

    private static Entry releaseAfterUnload() {
        return Entry.fault("release-after-unload", "A file without an owner is closed while its module is unloaded")
                .story("An open file does not keep the module loaded unless its operations name an owner. Exit takes"
                        + " the device away, which waits for no open file, and stops the thread.")
                .broken("The file operations have no owner.", module -> closing(module, Pinning.NONE))
                .mended("The file operations have an owner: an open file holds a reference on the module.",
                        module -> closing(module, Pinning.OWNER))
                .build();
    }

    private static ProtocolBuilder closing(ProtocolBuilder module, Pinning pinning) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, Idioms::pollUntilStopped)
                .init(body -> {
                    Idioms.runWorker(body);
                    registerDevice(body, Idioms::stopWorker);
                })
                .fileOperations("release", 1, pinning, body -> body
                        .call(msleep())
                        .returns(0))
                .exit(Idioms::stopWorker);
    }
}
