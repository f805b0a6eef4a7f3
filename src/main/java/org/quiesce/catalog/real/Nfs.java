package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.QUEUE_AFTER_FLUSH;
import static org.quiesce.catalog.FaultClass.STATE_SET_AFTER_CHECK;
import static org.quiesce.catalog.FaultClass.STOP_HOLDING_LOCK;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** NFS, its lock manager, and the RPC services under them. */
final class Nfs {

    private static final Worker CALLBACK = new Worker("nfs41_callback_svc", "svc_task");
    private static final Worker LOCKD = new Worker("lockd", "nlmsvc_task");
    private static final Worker SERVICE = new Worker("svc_thread", "svc_task");

    private Nfs() {}

    static List<Entry> entries() {
        return List.of(callbackService(), lockdGrace(), threadInitFailure());
    }

    // ---- nfs-callback-service

    private static Entry callbackService() {
        return Entry.real("nfs-callback-service", STATE_SET_AFTER_CHECK, "The NFSv4.1 callback thread is told by signal"
                        + " and does not look for a stop")
                .story("The thread was killed by a signal and not waited for, while its data was freed. A stop alone"
                        + " would not do: the thread tests for it, then sets its state and sleeps.")
                .broken("The thread is sent a signal, and what it uses is freed.", module -> callback(module)
                        .kthread(CALLBACK.function(), body -> body
                                .call(allowSignal())
                                .until(signalPending(), loop -> loop
                                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                        .call(schedule())
                                        .call(use("cb_info")))
                                .returns(0))
                        .exit(body -> body
                                .call(sendSignal(CALLBACK.pointer()))
                                .call(kfree("cb_info"))))
                .variant("broken-stop", "The thread is stopped, and tests for it before it sets its state.",
                        module -> callback(module)
                                .kthread(CALLBACK.function(), body -> body
                                        .until(shouldStop(), loop -> loop
                                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                                .call(schedule())
                                                .call(use("cb_info")))
                                        .returns(0))
                                .exit(Nfs::stopAndFree))
                .mended("The thread is stopped, and tests for it with its state set.", module -> callback(module)
                        .kthread(CALLBACK.function(), body -> body
                                .loop(always(), loop -> loop
                                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                        .when(shouldStop(), Body::leaveLoop)
                                        .call(schedule())
                                        .call(use("cb_info")))
                                .call(plainSetCurrentState(TaskState.RUNNING))
                                .returns(0))
                        .exit(Nfs::stopAndFree))
                .build();
    }

    private static void stopAndFree(Body body) {
        CALLBACK.stop(body);
        body.call(kfree("cb_info"));
    }

    private static ProtocolBuilder callback(ProtocolBuilder module) {
        return module
                .taskPointer(CALLBACK.pointer())
                .memory("cb_info")
                .init(body -> {
                    Idioms.allocateOrFail(body, "cb_info");
                    CALLBACK.runOr(body, failed -> failed.call(kfree("cb_info")));
                })
                .fileOperation("backchannel", CALLBACK::wake);
    }

    // ---- nfs-lockd-grace

    private static Entry lockdGrace() {
        return Entry.real("nfs-lockd-grace", QUEUE_AFTER_FLUSH, "A signal brings lockd's grace period back")
                .story("Shutdown takes the entry off the grace list, then stops lockd, which puts it on again when it"
                        + " gets a signal. The entry stays on the list of a network namespace that goes.")
                .broken("Shutdown ends the grace period, then stops the thread.", module -> lockd(module, body -> {})
                        .exit(body -> {
                            body.call(kfree("grace_entry"));
                            LOCKD.stopHeld(body);
                        }))
                .mended("The thread ends the grace period when it has left its loop.",
                        module -> lockd(module, body -> body.call(kfree("grace_entry")))
                                .exit(LOCKD::stopHeld))
                .build();
    }

    private static ProtocolBuilder lockd(ProtocolBuilder module, Consumer<Body> left) {
        return module
                .taskPointer(LOCKD.pointer())
                .waitQueue("svc_queue")
                .flag("signalled")
                .memory("grace_entry")
                .kthread(LOCKD.function(), body -> {
                    body.until(shouldStop(), loop -> loop
                            .call(waitEventInterruptible("svc_queue", or(flag("signalled"), shouldStop())))
                            .when(flag("signalled"), signal -> {
                                signal.call(clear("signalled"));
                                Idioms.allocateOrFail(signal, "grace_entry");
                            }));
                    left.accept(body);
                    body.returns(0);
                })
                .init(LOCKD::runHeld)
                .environment("killer", body -> body
                        .call(set("signalled"))
                        .call(wakeUp("svc_queue")));
    }

    // ---- nfs-svc-thread-init

    private static Entry threadInitFailure() {
        return Entry.real("nfs-svc-thread-init", STOP_HOLDING_LOCK, "A service thread that can't start needs the lock"
                        + " of its starter")
                .story("The starter holds the service's mutex and waits until the thread says how its start went. One"
                        + " that failed had to take that mutex to clean up before it could say so.")
                .broken("A thread that failed cleans up under the mutex.", module -> service(module,
                        failed -> Idioms.locked(failed, "sv_mutex", Nfs::forget),
                        started -> {}))
                .mended("A thread that failed says so, and its starter cleans up.", module -> service(
                        module.flag("failed"),
                        failed -> failed.call(set("failed")),
                        started -> started.when(flag("failed"), Nfs::forget)))
                .build();
    }

    private static void forget(Body body) {
        body.call(clearPointer(SERVICE.pointer()));
    }

    private static ProtocolBuilder service(
            ProtocolBuilder module, Consumer<Body> failure, Consumer<Body> started) {
        return module
                .taskPointer(SERVICE.pointer())
                .mutex("sv_mutex")
                .completion("ready")
                .kthread(SERVICE.function(), body -> {
                    body.when(chance("out_of_memory()"), failed -> {
                        failure.accept(failed);
                        failed.call(kthreadCompleteAndExit("ready", Errno.ENOMEM.negative()));
                    });
                    body.call(complete("ready"));
                    Idioms.pollUntilStopped(body);
                })
                .fileOperation("start_threads", body -> Idioms.locked(body, "sv_mutex", inside -> {
                    SERVICE.runOr(inside, failed -> failed
                            .call(clearPointer(SERVICE.pointer()))
                            .call(mutexUnlock("sv_mutex")));
                    inside.call(waitForCompletion("ready"));
                    started.accept(inside);
                }))
                .exit(SERVICE::stopIfAny);
    }
}
