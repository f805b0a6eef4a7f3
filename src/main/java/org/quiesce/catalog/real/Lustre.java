package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.FREE_BEFORE_STOP;
import static org.quiesce.catalog.FaultClass.INTERFACE_OUTLIVES_THREAD;
import static org.quiesce.catalog.FaultClass.LOST_THREAD_POINTER;
import static org.quiesce.catalog.FaultClass.MODULE_PUT_THEN_RETURN;
import static org.quiesce.catalog.FaultClass.OWN_FLAG_NOT_SHOULD_STOP;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;

/** The Lustre file system. */
final class Lustre {

    private static final Worker STATAHEAD = new Worker("ll_statahead_thread", "sa_task");
    private static final Worker LFSCK = new Worker("lfsck_thread", "lfsck_task");
    private static final Worker COORDINATOR = new Worker("mdt_coordinator", "cdt_task");
    private static final Worker POOLS = new Worker("ldlm_pools_thread", "pools_task");

    private Lustre() {}

    static List<Entry> entries() {
        return List.of(stataheadStart(), lndModulePut(), lfsckStart(), coordinatorRestart(), poolsNamespace());
    }

    // ---- lustre-statahead-start

    private static Entry stataheadStart() {
        return Entry.real("lustre-statahead-start", OWN_FLAG_NOT_SHOULD_STOP, "A statahead thread overwrites its stop")
                .story("Stop and start share one state. The thread says that it is running when it begins, without a"
                        + " look at what stands there: a stop that was earlier is gone.")
                .broken("The thread stores that it is running.", module -> statahead(module,
                        body -> body.call(clear("stopping"))))
                .mended("The thread leaves a stop where it is.", module -> statahead(module, body -> {}))
                .build();
    }

    private static ProtocolBuilder statahead(ProtocolBuilder module, Consumer<Body> begin) {
        return module
                .taskPointer(STATAHEAD.pointer())
                .waitQueue("sa_wait")
                .flag("stopping")
                .flag("entries")
                .completion("stopped")
                .kthread(STATAHEAD.function(), body -> {
                    begin.accept(body);
                    body.until(flag("stopping"), loop -> loop
                                    .call(waitEventIdle("sa_wait", or(flag("entries"), flag("stopping"))))
                                    .call(clear("entries")))
                            .call(kthreadCompleteAndExit("stopped", 0));
                })
                .init(STATAHEAD::run)
                .environment("readdir", body -> body
                        .call(set("entries"))
                        .call(wakeUp("sa_wait")))
                .exit(body -> body
                        .call(set("stopping"))
                        .call(wakeUp("sa_wait"))
                        .call(waitForCompletion("stopped")));
    }

    // ---- lustre-lnd-module-put

    private static Entry lndModulePut() {
        return Entry.real("lustre-lnd-module-put", MODULE_PUT_THEN_RETURN,
                        "A network driver drops its own reference and has code left to run")
                .story("The shutdown function of the driver drops the reference that keeps the driver loaded, and"
                        + " returns through text that may be gone.")
                .broken("The function drops the reference and returns.", module -> driver(module, body -> body
                        .call(modulePut())
                        .returns(0)))
                .mended("The reference is dropped when the function has returned.", module -> driver(module,
                        body -> body.call(modulePutAndKthreadExit(0))))
                .build();
    }

    private static ProtocolBuilder driver(ProtocolBuilder module, Consumer<Body> putAndReturn) {
        return module
                .taskPointer("ni_task")
                .flag("network_down")
                .kthread("lnd_shutdown", body -> {
                    body.until(flag("network_down"), loop -> loop.call(msleep()));
                    putAndReturn.accept(body);
                })
                .init(body -> {
                    body.assign("got", tryModuleGet()).when(equal("got", 0), then -> then.returns(Errno.ENODEV));
                    new Worker("lnd_shutdown", "ni_task").runOr(body, failed -> failed.call(modulePut()));
                })
                .environment("lnet", body -> body.call(set("network_down")))
                .exit(body -> {});
    }

    // ---- lustre-lfsck-start

    private static Entry lfsckStart() {
        return Entry.real("lustre-lfsck-start", INTERFACE_OUTLIVES_THREAD, "A check is started on a file system that is"
                        + " being unmounted")
                .story("Unmount stops the checking thread and frees what that works on. A user who starts a check in"
                        + " between is served.")
                .broken("A start looks whether there is a thread.", module -> checked(module,
                        isNull(LFSCK.pointer())))
                .mended("A start looks whether an unmount has begun, too.", module -> checked(module,
                        and(isNull(LFSCK.pointer()), not(flag("unmounting")))))
                .build();
    }

    private static ProtocolBuilder checked(ProtocolBuilder module, Condition mayStart) {
        return module
                .taskPointer(LFSCK.pointer())
                .mutex("lfsck_mutex")
                .flag("unmounting")
                .memory("lfsck")
                .kthread(LFSCK.function(), body -> Idioms.useUntilStopped(body, "lfsck"))
                .init(body -> Idioms.allocateOrFail(body, "lfsck"))
                .fileOperation("start_lfsck", body -> Idioms.locked(body, "lfsck_mutex", inside -> inside
                        .when(mayStart, then -> LFSCK.runOr(then, failed -> failed
                                .call(clearPointer(LFSCK.pointer()))
                                .call(mutexUnlock("lfsck_mutex"))))))
                .fileOperation("umount", body -> {
                    Idioms.locked(body, "lfsck_mutex", inside -> {
                        inside.call(set("unmounting"));
                        LFSCK.stopAndForget(inside);
                    });
                    body.call(kfree("lfsck"));
                })
                .exit(body -> {
                    LFSCK.stopIfAny(body);
                    body.when(not(flag("unmounting")), then -> then.call(kfree("lfsck")));
                });
    }

    // ---- lustre-hsm-restart

    private static Entry coordinatorRestart() {
        return Entry.real("lustre-hsm-restart", LOST_THREAD_POINTER, "The HSM coordinator is restarted while it stops")
                .story("The state says stopped before the thread has ended. A restart believes it: two threads share"
                        + " one list of agents, and the older takes it along.")
                .broken("The state is set, then the thread is stopped.", module -> coordinator(module, body -> {
                    body.call(set("stopped"));
                    COORDINATOR.stop(body);
                }))
                .mended("The thread is stopped, then the state is set.", module -> coordinator(module, body -> {
                    COORDINATOR.stop(body);
                    body.call(set("stopped"));
                }))
                .build();
    }

    private static ProtocolBuilder coordinator(ProtocolBuilder module, Consumer<Body> stop) {
        return module
                .taskPointer(COORDINATOR.pointer())
                .flag("stopped")
                .memory("agents")
                .kthreads(COORDINATOR.function(), 2, body -> body
                        .call(allocate("agents"))
                        .until(shouldStop(), loop -> loop
                                .call(use("agents"))
                                .call(msleep()))
                        .call(kfree("agents"))
                        .returns(0))
                .init(COORDINATOR::run)
                .fileOperation("disable_hsm", stop)
                .fileOperation("enable_hsm", body -> body
                        .when(flag("stopped"), then -> {
                            then.call(clear("stopped"));
                            COORDINATOR.runOr(then, failed -> failed.call(set("stopped")));
                        }))
                .exit(body -> body.when(not(flag("stopped")), COORDINATOR::stop));
    }

    // ---- lustre-ldlm-pools

    private static Entry poolsNamespace() {
        return Entry.real("lustre-ldlm-pools", FREE_BEFORE_STOP, "A thread picks a lock namespace that is being freed")
                .story("The thread goes over the namespaces on a list and uses each. One that goes is freed while it is"
                        + " still on the list.")
                .broken("The namespace is freed, then taken off the list.", module -> namespaces(module, body -> {
                    body.call(kfree("namespace"));
                    Idioms.locked(body, "ns_lock", inside -> inside.call(clear("listed")));
                }))
                .mended("The namespace is taken off the list, then freed.", module -> namespaces(module, body -> {
                    Idioms.locked(body, "ns_lock", inside -> inside.call(clear("listed")));
                    body.call(kfree("namespace"));
                }))
                .build();
    }

    private static ProtocolBuilder namespaces(ProtocolBuilder module, Consumer<Body> free) {
        return module
                .taskPointer(POOLS.pointer())
                .mutex("ns_lock")
                .flagInitiallySet("listed")
                .memory("namespace")
                .kthread(POOLS.function(), body -> body
                        .until(shouldStop(), loop -> {
                            Idioms.locked(loop, "ns_lock", inside -> inside
                                    .when(flag("listed"), then -> then.call(use("namespace"))));
                            loop.call(msleep());
                        })
                        .returns(0))
                .init(body -> {
                    Idioms.allocateOrFail(body, "namespace");
                    POOLS.runOr(body, failed -> failed.call(kfree("namespace")));
                })
                .exit(body -> {
                    free.accept(body);
                    POOLS.stop(body);
                });
    }
}
