package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.CallbackOps.srcuReadLock;
import static org.quiesce.protocol.CallbackOps.srcuReadUnlock;
import static org.quiesce.protocol.CallbackOps.synchronizeSrcu;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.cpusWriteLock;
import static org.quiesce.protocol.Ops.cpusWriteUnlock;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopCurrent;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.smpbootRegisterPercpuThread;
import static org.quiesce.protocol.Ops.smpbootUnregisterPercpuThread;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.thawProcesses;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SmpbootHooks;
import org.quiesce.protocol.Value;

/** Stops that wait for what can't happen while they wait (family C of the reference). */
final class StopDeadlocks {

    private StopDeadlocks() {}

    static List<Entry> entries() {
        return List.of(selfStop(), stopHoldingLock(), smpbootHotplugDeadlock(), freezeFails(), oopsedLockHolder());
    }

    private static Entry selfStop() {
        return Entry.fault("self-stop", "The thread stops itself")
                .story("The thread wants to end when its device fails and calls kthread_stop(current). A stop waits"
                        + " until the thread has ended, and the thread is waiting.")
                .broken("The thread calls kthread_stop() on itself.",
                        module -> failing(module, then -> then.call(kthreadStopCurrent())))
                .mended("The thread returns; the reference that init took keeps the later stop valid.",
                        module -> failing(module, then -> {}))
                .build();
    }

    private static ProtocolBuilder failing(ProtocolBuilder module, Consumer<Body> failed) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, body -> Idioms.pollUntilFailed(body, failed))
                .init(Idioms::runWorkerHeld)
                .exit(Idioms::stopWorkerHeld);
    }

    private static Entry stopHoldingLock() {
        return Entry.fault("stop-holding-lock", "Exit stops the thread while it holds a lock that the thread needs")
                .story("Exit takes the lock to change shared data and stops the thread in the same section. A thread"
                        + " that waits for that lock cannot reach its test for the stop.")
                .broken("Exit holds the lock across kthread_stop().", module -> locking(module)
                        .exit(body -> body
                                .call(mutexLock("lock"))
                                .call(kthreadStop(TASK))
                                .call(mutexUnlock("lock"))))
                .variant("broken-srcu", "Exit stops the thread in an SRCU section whose end the thread waits for.",
                        module -> module
                                .taskPointer(TASK)
                                .srcu("poll_srcu")
                                .kthread(WORKER, body -> body
                                        .until(shouldStop(), loop -> loop
                                                .call(synchronizeSrcu("poll_srcu"))
                                                .call(msleep()))
                                        .returns(0))
                                .init(Idioms::runWorker)
                                .exit(body -> body
                                        .call(srcuReadLock("poll_srcu"))
                                        .call(kthreadStop(TASK))
                                        .call(srcuReadUnlock("poll_srcu"))))
                .mended("Exit stops the thread first; then nobody else needs the lock.", module -> locking(module)
                        .exit(Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder locking(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(mutexLock("lock"))
                                .call(mutexUnlock("lock"))
                                .call(msleep()))
                        .returns(0))
                .init(Idioms::runWorker);
    }

    private static Entry freezeFails() {
        return Entry.fault("freeze-fails", "A freezable thread never gets to where it could be frozen")
                .story("set_freezable() is a promise to call try_to_freeze() soon whenever the machine is suspended. A"
                        + " thread that does not keep it makes every suspend fail.")
                .broken("A freezable thread polls without try_to_freeze().", module -> suspended(module)
                        .kthread(WORKER, body -> {
                            body.call(setFreezable());
                            Idioms.pollUntilStopped(body);
                        }))
                .variant("broken-wait", "A freezable thread waits without leaving its wait for a freeze.",
                        module -> suspended(module)
                                .waitQueue("queue")
                                .flag("work")
                                .kthread(WORKER, body -> body
                                        .call(setFreezable())
                                        .until(shouldStop(), loop -> loop
                                                .call(tryToFreeze())
                                                .call(waitEventInterruptible("queue", or(flag("work"), shouldStop())))
                                                .call(clear("work")))
                                        .returns(0))
                                .environment("device", body -> body
                                        .call(set("work"))
                                        .call(wakeUp("queue"))))
                .mended("A freezable thread calls try_to_freeze() at every turn.", module -> suspended(module)
                        .kthread(WORKER, body -> body
                                .call(setFreezable())
                                .until(shouldStop(), loop -> loop
                                        .call(tryToFreeze())
                                        .call(msleep()))
                                .returns(0)))
                .build();
    }

    private static ProtocolBuilder suspended(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker)
                .environment("suspend", body -> body
                        .call(suspendFreezeProcesses())
                        .call(thawProcesses()));
    }

    private static Entry oopsedLockHolder() {
        return Entry.fault("oopsed-lock-holder", "The thread dies of an oops with the lock in its hands")
                .story("A kernel thread that oopses ends like any other: a stop of it returns. The lock that it held"
                        + " stays held, and exit waits for that.")
                .broken("The thread may die with the lock held; exit takes the lock.",
                        module -> lockingHeld(module).oops(WORKER).exit(StopDeadlocks::stopAndLock))
                .variant("unlocked-exit", "The thread may die with the lock held; exit takes no lock.",
                        module -> lockingHeld(module).oops(WORKER).exit(Idioms::stopWorkerHeld))
                .variant("broken-result", "Exit takes the lock unless the thread's result says that it died, as it did before 5.17.",
                        module -> lockingHeld(module).oops(WORKER).exit(body -> body
                                .assign("ret", kthreadStop(TASK))
                                .call(putTaskStruct(TASK))
                                .when(equal("ret", 0), ended -> Idioms.locked(ended, "lock", inside -> {}))))
                .mended("The thread does not oops; exit takes the lock.",
                        module -> lockingHeld(module).exit(StopDeadlocks::stopAndLock))
                .build();
    }

    /** A thread that may end by itself is stopped by the reference that init took. */
    private static ProtocolBuilder lockingHeld(ProtocolBuilder module) {
        return locking(module).init(Idioms::runWorkerHeld);
    }

    private static void stopAndLock(Body body) {
        Idioms.stopWorkerHeld(body);
        Idioms.locked(body, "lock", inside -> {});
    }

    private static Entry smpbootHotplugDeadlock() {
        return Entry.fault("smpboot-hotplug-deadlock", "The thread of a CPU is stopped while that CPU goes offline")
                .story("smpboot_unregister_percpu_thread() takes the lock of CPU hotplug for reading. What runs when a CPU"
                        + " goes offline runs with that lock held for writing, and waits for itself.")
                .broken("The callback of CPU hotplug unregisters the threads.", module -> perCpu(module)
                        .fileOperation("offline", body -> body
                                .call(cpusWriteLock())
                                .call(smpbootUnregisterPercpuThread(WORKER, TASK))
                                .call(cpusWriteUnlock())))
                .mended("The callback notes that a CPU is gone; exit unregisters the threads.", module -> perCpu(module)
                        .flag("gone")
                        .fileOperation("offline", body -> body
                                .call(cpusWriteLock())
                                .call(set("gone"))
                                .call(cpusWriteUnlock())))
                .build();
    }

    private static ProtocolBuilder perCpu(ProtocolBuilder module) {
        return module
                .smpbootThread(WORKER, TASK, functions -> functions
                        .shouldRun(body -> body.call(setLocal(SmpbootHooks.SHOULD_RUN, 0))))
                .cpuHotplug("cpu_hotplug", TASK)
                .init(body -> body
                        .assign("ret", smpbootRegisterPercpuThread(WORKER, TASK).mayFail())
                        .when(notEqual("ret", 0), then -> then.returns(Value.of("ret"))))
                .exit(body -> body.call(smpbootUnregisterPercpuThread(WORKER, TASK)));
    }
}
