package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.FileOps.miscDeregister;
import static org.quiesce.protocol.FileOps.miscRegister;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.copyToUser;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kthreadBind;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleTimeout;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.smpbootRegisterPercpuThread;
import static org.quiesce.protocol.Ops.smpbootUnregisterPercpuThread;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.TaskState.INTERRUPTIBLE;
import static org.quiesce.protocol.TaskState.RUNNING;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SmpbootHooks;
import org.quiesce.protocol.Value;

/** Where to begin: whole modules that show how protocols are written, each with a twin that gets one thing wrong. */
final class Examples {

    private static final String KSOFTIRQD_TASK = "ksoftirqd_task";
    private static final String KWORKER_TASK = "kworker_task";
    private static final String DEVICE = "device";

    private Examples() {}

    static List<Entry> entries() {
        return List.of(firstKthread(), ksoftirqdAndKworker(), ksoftirqd(), deviceOpenedEarly());
    }

    private static Entry firstKthread() {
        return Entry.example("first-kthread", "A first kernel thread")
                .story("Init creates a thread and wakes it, the thread sleeps and works until it is asked to stop, exit"
                        + " stops it. Its twin leaves the last line out.")
                .broken("Exit leaves the thread running.", module -> first(module).exit(body -> {}))
                .mended("Exit stops the thread.", module -> first(module).exit(Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder first(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, body -> Idioms.sleepUntilStopped(body, INTERRUPTIBLE, scheduleTimeout()))
                .init(body -> {
                    body.assign(TASK, kthreadCreate(WORKER).mayFail());
                    Idioms.returnIfError(body);
                    body.call(wakeUpProcess(TASK));
                });
    }

    /**
     * The two kinds of thread that serve deferred work. Kernel threads have no user address space, so the answer is
     * copied out by the task that asked: {@code copyToUser()} in one of the threads is refused when the protocol is
     * built.
     */
    private static Entry ksoftirqdAndKworker() {
        return Entry.example("ksoftirqd-and-kworker", "A softirq thread that feeds a worker thread")
                .story("A request raises a softirq; ksoftirqd handles it and queues an item; kworker takes the item and"
                        + " completes the request. In the twin ksoftirqd tests for softirqs before it sets its state.")
                .broken("ksoftirqd tests for softirqs before it sets its sleep state.", module -> pipeline(module)
                        .kthread("ksoftirqd", body -> body
                                .until(shouldStop(), loop -> {
                                    loop.when(not(flag("softirq")), idle -> idle
                                            .call(setCurrentState(INTERRUPTIBLE))
                                            .call(schedule())
                                            .nextTurn());
                                    handleSoftirq(loop);
                                })
                                .returns(0))
                        .kthread("kworker", Examples::drainQueue))
                .mended("ksoftirqd sets its sleep state, then tests for stop and softirqs.", module -> pipeline(module)
                        .kthread("ksoftirqd", body -> body
                                .loop(always(), loop -> {
                                    loop.call(setCurrentState(INTERRUPTIBLE))
                                            .when(shouldStop(), Body::leaveLoop)
                                            .when(not(flag("softirq")), idle -> idle
                                                    .call(schedule())
                                                    .nextTurn())
                                            .call(plainSetCurrentState(RUNNING));
                                    handleSoftirq(loop);
                                })
                                .call(plainSetCurrentState(RUNNING))
                                .returns(0))
                        .kthread("kworker", Examples::drainQueue))
                .build();
    }

    private static void handleSoftirq(Body loop) {
        loop.call(clear("softirq"))
                .call(increment("items"))
                .call(wakeUp("queue"));
    }

    /** Leaves only when the queue is empty: who stops it has stopped those who queue. */
    private static void drainQueue(Body body) {
        body.loop(always(), loop -> loop
                        .call(waitEventInterruptible("queue", or(above("items", 0), shouldStop())))
                        .when(not(above("items", 0)), Body::leaveLoop)
                        .call(decrement("items"))
                        .call(complete("done")))
                .returns(0);
    }

    private static ProtocolBuilder pipeline(ProtocolBuilder module) {
        return module
                .taskPointer(KSOFTIRQD_TASK)
                .taskPointer(KWORKER_TASK)
                .flag("softirq")
                .counter("items", 2)
                .waitQueue("queue")
                .completion("done")
                .mutex("lock")
                .init(body -> body
                        .assign(KSOFTIRQD_TASK, kthreadCreate("ksoftirqd").mayFail())
                        .when(isErr(KSOFTIRQD_TASK), then -> then.returns(Errno.ENOMEM))
                        .call(kthreadBind(KSOFTIRQD_TASK))
                        .assign(KWORKER_TASK, kthreadRun("kworker").mayFail())
                        .when(isErr(KWORKER_TASK), then -> then
                                .call(kthreadStop(KSOFTIRQD_TASK))
                                .returns(Errno.ENOMEM))
                        .call(wakeUpProcess(KSOFTIRQD_TASK)))
                .fileOperation("request", body -> body
                        .call(mutexLock("lock"))
                        .call(set("softirq"))
                        .call(wakeUpProcess(KSOFTIRQD_TASK))
                        .call(waitForCompletion("done"))
                        .call(mutexUnlock("lock"))
                        .call(copyToUser()))
                .exit(body -> body
                        .call(kthreadStop(KSOFTIRQD_TASK))
                        .call(kthreadStop(KWORKER_TASK)));
    }

    /** As the kernel's own, but that its module can be unloaded. */
    private static Entry ksoftirqd() {
        return Entry.example("ksoftirqd", "The softirq thread of a CPU")
                .story("The loop of a per-CPU thread is the kernel's. The module says whether there is something to do,"
                        + " and does it; the thread is parked while its CPU is offline. In the twin it drops what is"
                        + " pending when it parks.")
                .broken("What is pending is dropped when the CPU goes offline.", module -> softirqs(module,
                        functions -> functions.park(body -> body.call(clear("pending")))))
                .mended("What is pending is handled when the CPU is online again.",
                        module -> softirqs(module, functions -> functions))
                .build();
    }

    private static ProtocolBuilder softirqs(ProtocolBuilder module, UnaryOperator<SmpbootHooks> more) {
        return module
                .flag("pending")
                .completion("done")
                .mutex("lock")
                .smpbootThread("ksoftirqd", KSOFTIRQD_TASK, functions -> more.apply(functions)
                        .shouldRun(body -> body.when(flag("pending"),
                                then -> then.call(setLocal(SmpbootHooks.SHOULD_RUN, 1)),
                                otherwise -> otherwise.call(setLocal(SmpbootHooks.SHOULD_RUN, 0))))
                        .threadFn(body -> body.when(flag("pending"), then -> then
                                .call(clear("pending"))
                                .call(complete("done")))))
                .cpuHotplug("cpu_hotplug", KSOFTIRQD_TASK)
                .init(body -> body
                        .assign("ret", smpbootRegisterPercpuThread("ksoftirqd", KSOFTIRQD_TASK).mayFail())
                        .when(notEqual("ret", 0), then -> then.returns(Value.of("ret"))))
                .fileOperation("request", body -> Idioms.locked(body, "lock", inside -> inside
                        .call(set("pending"))
                        .call(wakeUpProcess(KSOFTIRQD_TASK))
                        .call(waitForCompletion("done"))))
                .exit(body -> body.call(smpbootUnregisterPercpuThread("ksoftirqd", KSOFTIRQD_TASK)));
    }

    /** Both ends of init: users who come before it has made what they need, and users who are there when it fails. */
    private static Entry deviceOpenedEarly() {
        return Entry.example("device-opened-early", "A device that is opened while init runs")
                .story("Users may open a device from misc_register() on, also before init has returned. In the twins"
                        + " there is no thread yet then, or init fails while a user is in the module.")
                .broken("Init registers the device, then creates the thread.", module -> requested(module)
                        .init(body -> {
                            registerOr(body, failed -> {});
                            body.assign(TASK, kthreadRun(WORKER).mayFail())
                                    .when(isErr(TASK), then -> then
                                            .call(miscDeregister(DEVICE))
                                            .returns(Errno.ENOMEM));
                        }))
                .variant("broken-failing-init", "Init can still fail when the device is registered.",
                        module -> requested(module).init(body -> {
                            Idioms.runWorker(body);
                            registerOr(body, Idioms::stopWorker);
                            body.when(chance("!proc_mkdir(\"quiesce\", NULL)"), failed -> failed
                                    .call(miscDeregister(DEVICE))
                                    .call(kthreadStop(TASK))
                                    .returns(Errno.ENOMEM));
                        }))
                .mended("Init registers the device last.", module -> requested(module).init(body -> {
                    Idioms.runWorker(body);
                    registerOr(body, Idioms::stopWorker);
                }))
                .build();
    }

    private static void registerOr(Body body, Consumer<Body> unwind) {
        body.assign("ret", miscRegister(DEVICE).mayFail())
                .when(notEqual("ret", 0), failed -> {
                    unwind.accept(failed);
                    failed.returns(Value.of("ret"));
                });
    }

    private static ProtocolBuilder requested(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .flag("work")
                .completion("done")
                .miscDevice(DEVICE)
                .kthread(WORKER, Idioms::answerUntilStopped)
                .fileOperations("request", 1, Pinning.OWNER, DEVICE, body -> body
                        .call(set("work"))
                        .call(wakeUpProcess(TASK))
                        .call(waitForCompletion("done")))
                .exit(body -> body
                        .call(miscDeregister(DEVICE))
                        .call(kthreadStop(TASK)));
    }
}
