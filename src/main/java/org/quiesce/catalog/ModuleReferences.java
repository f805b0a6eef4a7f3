package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Value;

/** What threads hold and do not give back, or give back twice (family H of the reference). */
final class ModuleReferences {

    private ModuleReferences() {}

    static List<Entry> entries() {
        return List.of(selfPinnedModule(), moduleRefLeak(), moduleRefOverput(), stopWithoutExitFunction(), exitLeak());
    }

    // ---- self-pinned-module

    private static Entry selfPinnedModule() {
        return Entry.fault("self-pinned-module", "The thread holds its module until exit stops it")
                .story("A reference for its thread keeps the module loaded, and the thread drops it when it is stopped:"
                        + " by exit, which is not called while somebody holds a reference.")
                .broken("The thread's reference ends with the thread, and the thread with the unload.",
                        module -> module
                                .taskPointer(TASK)
                                .kthread(WORKER, ModuleReferences::pollUntilStoppedAndPut)
                                .init(Idioms::runWorkerPinned)
                                .exit(Idioms::stopWorker))
                .mended("The thread needs no reference: exit waits for its end.",
                        module -> polling(module).exit(Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module) {
        return module.taskPointer(TASK).kthread(WORKER, Idioms::pollUntilStopped).init(Idioms::runWorker);
    }

    // ---- module-ref-leak, module-ref-overput

    private static Entry moduleRefLeak() {
        return Entry.fault("module-ref-leak", "The thread's module reference is dropped by nobody")
                .story("Init takes a module reference for its thread, and the thread drops it at its end. A thread that"
                        + " is stopped before it first runs has no such end, and the module can't be unloaded again.")
                .broken("A thread that never ran leaves its reference behind.", module -> pinned(module)
                        .kthread(WORKER, ModuleReferences::pollUntilStoppedAndPut)
                        .fileOperations("disable", 2, Pinning.OWNER, body -> disable(body, Idioms::stopWorker)))
                .variant("broken-return", "The thread returns without dropping its reference.", module -> pinned(module)
                        .kthread(WORKER, Idioms::pollUntilStopped)
                        .fileOperations("disable", 2, Pinning.OWNER, body -> disable(body, Idioms::stopWorker)))
                .mended("Who stops a thread that never ran drops its reference.", ModuleReferences::putOnce)
                .build();
    }

    private static Entry moduleRefOverput() {
        return Entry.fault("module-ref-overput", "The thread's module reference is dropped twice")
                .story("The thread drops its module reference at its end, and so does the user who stopped it. The"
                        + " second is the user's own reference: the module can be unloaded under the feet of the call.")
                .broken("The thread and who stops it drop the same reference.", module -> pinned(module)
                        .kthread(WORKER, ModuleReferences::pollUntilStoppedAndPut)
                        .fileOperations("disable", 2, Pinning.OWNER, body -> disable(body, running -> running
                                .call(kthreadStop(TASK))
                                .call(modulePut()))))
                .mended("Who stops the thread drops its reference only if the thread never ran.",
                        ModuleReferences::putOnce)
                .build();
    }

    /** The thread drops its reference, or else who has stopped it before it ran. */
    private static ProtocolBuilder putOnce(ProtocolBuilder module) {
        return pinned(module)
                .kthread(WORKER, ModuleReferences::pollUntilStoppedAndPut)
                .fileOperations("disable", 2, Pinning.OWNER, body -> disable(body, running -> running
                        .assign("ret", kthreadStop(TASK))
                        .when(equal("ret", Errno.EINTR.negative()), then -> then.call(modulePut()))));
    }

    private static void disable(Body body, Consumer<Body> stop) {
        Idioms.locked(body, "lock", inside -> inside.when(not(isNull(TASK)), running -> {
            stop.accept(running);
            running.call(clearPointer(TASK));
        }));
    }

    private static void pollUntilStoppedAndPut(Body body) {
        body.until(shouldStop(), loop -> loop.call(msleep())).call(modulePutAndKthreadExit(0));
    }

    private static ProtocolBuilder pinned(ProtocolBuilder module) {
        return module.taskPointer(TASK).mutex("lock").init(Idioms::runWorkerPinned).exit(body -> {});
    }

    // ---- stop-without-exit-function

    private static Entry stopWithoutExitFunction() {
        return Entry.fault("stop-without-exit-function", "A module with a thread has no exit function")
                .story("Without an exit function nobody could stop the thread, and so the kernel refuses to unload the"
                        + " module. Whoever forces it frees the text under the thread.")
                .broken("The module has no exit function.", ModuleReferences::polling)
                .variant("broken-forced", "The module has no exit function and is unloaded by force.",
                        module -> polling(module).forcedUnload())
                .mended("Exit stops the thread.", module -> polling(module).exit(Idioms::stopWorker))
                .build();
    }

    // ---- exit-leak

    private static Entry exitLeak() {
        return Entry.fault("exit-leak", "The thread returns early and keeps its buffer")
                .story("The thread frees its buffer at its end. When its device fails it returns from the middle of its"
                        + " loop, past the end.")
                .broken("A thread whose device fails returns at once.", module -> buffered(module)
                        .kthread(WORKER, body -> {
                            allocateBuffer(body);
                            body.until(shouldStop(), loop -> loop
                                            .when(chance("device_failed()"), then -> then.returns(Errno.ENODEV))
                                            .call(msleep()))
                                    .call(kfree("buffer"))
                                    .returns(0);
                        }))
                .variant("broken-irq-thread", "The thread of an interrupt returns when its wait is interrupted; up to 6.2"
                                + " free_irq() interrupts it.",
                        module -> answered(module, body -> body
                                .assign("ret", waitForCompletionInterruptible("answered"))
                                .when(not(equal("ret", 0)), then -> then.returns(0))))
                .variant("mended-irq-thread", "It waits for the answer, which comes.",
                        module -> answered(module, body -> body.call(waitForCompletion("answered"))))
                .mended("Every way out of the loop leads past the kfree().", module -> buffered(module)
                        .kthread(WORKER, body -> {
                            allocateBuffer(body);
                            body.call(setLocal("ret", 0))
                                    .until(shouldStop(), loop -> loop
                                            .when(chance("device_failed()"), then -> then
                                                    .call(setLocal("ret", Errno.ENODEV.negative()))
                                                    .leaveLoop())
                                            .call(msleep()))
                                    .call(kfree("buffer"))
                                    .returns(Value.of("ret"));
                        }))
                .build();
    }

    private static void allocateBuffer(Body body) {
        body.call(allocate("buffer").mayFail()).when(memoryNull("buffer"), then -> then.returns(Errno.ENOMEM));
    }

    private static ProtocolBuilder buffered(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .memory("buffer")
                .init(Idioms::runWorkerHeld)
                .exit(Idioms::stopWorkerHeld);
    }

    /** A threaded interrupt that allocates a buffer, waits for what a timer completes, and frees the buffer if it came. */
    private static ProtocolBuilder answered(ProtocolBuilder module, Consumer<Body> wait) {
        return module
                .memory("buffer")
                .completion("answered")
                .timer("answer", body -> body.call(complete("answered")))
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("service", body -> {
                    body.call(allocate("buffer").mayFail()).when(memoryNull("buffer"), then -> then.returns(0));
                    body.call(modTimer("answer"));
                    wait.accept(body);
                    body.call(kfree("buffer"));
                })
                .init(body -> body.call(requestThreadedIrq("handler", "service")))
                .exit(body -> body.call(freeIrq("handler")).call(timerDeleteSync("answer")));
    }
}
