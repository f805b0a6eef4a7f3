package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.FREE_BEFORE_STOP;
import static org.quiesce.catalog.FaultClass.STATE_SET_AFTER_CHECK;
import static org.quiesce.catalog.FaultClass.STOP_CYCLE;
import static org.quiesce.catalog.FaultClass.STOP_EXITED_NO_REF;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** SCSI hosts and targets. */
final class Scsi {

    private static final Worker DPC = new Worker("do_dpc", "dpc_task");
    private static final Worker HANDLER = new Worker("scsi_error_handler", "ehandler");
    private static final Worker RECEIVE = new Worker("rx_thread", "rx_task");
    private static final Worker SEND = new Worker("tx_thread", "tx_task");

    private Scsi() {}

    static List<Entry> entries() {
        return List.of(errorHandler(), qla2xxxDpc(), qla2x00tUnload(), iscsiClose());
    }

    private static Entry errorHandler() {
        return Entry.real("scsi-error-handler", STATE_SET_AFTER_CHECK, "The SCSI error handler sleeps over its stop")
                .story("The handler's loop tests for a stop, then sets the sleep state and, without a failed command,"
                        + " sleeps. The release of the host can stop it in between.")
                .broken("The handler tests for a stop, then sets its state.", module -> host(module)
                        .kthread(HANDLER.function(), body -> body
                                .until(shouldStop(), loop -> {
                                    loop.call(setCurrentState(TaskState.INTERRUPTIBLE));
                                    recover(loop);
                                })
                                .returns(0)))
                .mended("The handler sets its state, then tests for a stop.", module -> host(module)
                        .kthread(HANDLER.function(), body -> body
                                .loop(always(), loop -> {
                                    loop.call(setCurrentState(TaskState.INTERRUPTIBLE))
                                            .when(shouldStop(), Body::leaveLoop);
                                    recover(loop);
                                })
                                .call(plainSetCurrentState(TaskState.RUNNING))
                                .returns(0)))
                .build();
    }

    private static void recover(Body loop) {
        loop.when(not(flag("host_failed")), idle -> idle
                        .call(schedule())
                        .nextTurn())
                .call(plainSetCurrentState(TaskState.RUNNING))
                .call(clear("host_failed"));
    }

    private static ProtocolBuilder host(ProtocolBuilder module) {
        return module
                .taskPointer(HANDLER.pointer())
                .flag("host_failed")
                .init(HANDLER::run)
                .fileOperation("command", body -> body
                        .when(chance("times_out()"), then -> then
                                .call(set("host_failed"))
                                .call(wakeUpProcess(HANDLER.pointer()))))
                .exit(HANDLER::stop);
    }

    // ---- qla2xxx

    private static Entry qla2xxxDpc() {
        return Entry.real("scsi-qla2xxx-dpc", STOP_EXITED_NO_REF, "qla2xxx tells one thread in two ways to end")
                .story("The unload sets a flag, and the thread that sees it cleans up and ends. The unload goes on to"
                        + " stop it, and holds no reference on it.")
                .broken("The thread ends when it sees the flag.", module -> dpc(module)
                        .kthread(DPC.function(), body -> deferred(body,
                                loop -> loop.when(flag("unloading"), Body::leaveLoop))))
                .mended("The thread ends when it is stopped.", module -> dpc(module)
                        .kthread(DPC.function(), body -> deferred(body, loop -> {})))
                .build();
    }

    private static void deferred(Body body, Consumer<Body> woken) {
        body.loop(always(), loop -> {
                    loop.call(setCurrentState(TaskState.INTERRUPTIBLE))
                            .when(shouldStop(), Body::leaveLoop)
                            .call(schedule());
                    woken.accept(loop);
                })
                .call(plainSetCurrentState(TaskState.RUNNING))
                .returns(0);
    }

    private static ProtocolBuilder dpc(ProtocolBuilder module) {
        return module
                .taskPointer(DPC.pointer())
                .flag("unloading")
                .init(DPC::run)
                .exit(body -> {
                    body.call(set("unloading"));
                    DPC.wake(body);
                    DPC.stop(body);
                });
    }

    private static Entry qla2x00tUnload() {
        return Entry.real("scsi-qla2x00t-unload", FREE_BEFORE_STOP, "qla2x00t takes its host apart under a thread")
                .story("The unload frees the queues of the host and stops the thread that serves them when they are"
                        + " gone.")
                .broken("The queues are freed, then the thread is stopped.", module -> queues(module)
                        .exit(body -> {
                            body.call(kfree("rsp_queue"));
                            DPC.stop(body);
                        }))
                .mended("The thread is stopped, then the queues are freed.", module -> queues(module)
                        .exit(body -> {
                            DPC.stop(body);
                            body.call(kfree("rsp_queue"));
                        }))
                .build();
    }

    private static ProtocolBuilder queues(ProtocolBuilder module) {
        return module
                .taskPointer(DPC.pointer())
                .memory("rsp_queue")
                .kthread(DPC.function(), body -> deferred(body, woken -> woken.call(use("rsp_queue"))))
                .init(body -> {
                    Idioms.allocateOrFail(body, "rsp_queue");
                    DPC.runOr(body, failed -> failed.call(kfree("rsp_queue")));
                })
                .fileOperation("response", DPC::wake);
    }

    // ---- scsi-iscsi-close

    private static Entry iscsiClose() {
        return Entry.real("scsi-iscsi-close", STOP_CYCLE, "The threads of an iSCSI connection stop each other")
                .story("The receiving and the sending thread of a connection both close it on an error, and whoever"
                        + " closes stops the other. When both do, both wait.")
                .broken("Each of the two stops the other.", module -> connection(module, Scsi::close))
                .variant("broken-flags", "Each stops the other if that is still active: there are two flags for one"
                        + " question.", module -> connection(module
                                .spinlock("conn_lock")
                                .flagInitiallySet("rx_active")
                                .flagInitiallySet("tx_active"), Scsi::closeIfPeerIsActive))
                .mended("One of the two closes; the other waits until it is stopped.",
                        module -> connection(module.spinlock("conn_lock").flag("closing"), Scsi::closeOnce))
                .build();
    }

    private static void closeIfPeerIsActive(Body body, String peer) {
        untilFailed(body);
        closeUnless(not(flag(peer + "_active")), clear(peer + "_active"), body, peer, other -> other.returns(0));
    }

    /** Who is stopped here knows that the other one closes. */
    private static void closeOnce(Body body, String peer) {
        body.until(or(flag("failed"), shouldStop()), loop -> loop.call(msleep()));
        closeUnless(flag("closing"), set("closing"), body, peer, Idioms::pollUntilStopped);
    }

    /** A test and a store in one, as cmpxchg() does it. */
    private static void closeUnless(
            Condition taken, Operation take, Body body, String peer, Consumer<Body> otherwise) {
        body.call(spinLock("conn_lock"))
                .when(taken, then -> {
                    then.call(spinUnlock("conn_lock"));
                    otherwise.accept(then);
                })
                .call(take)
                .call(spinUnlock("conn_lock"));
        stopAndExit(body, peer);
    }

    private static void close(Body body, String peer) {
        untilFailed(body);
        stopAndExit(body, peer);
    }

    private static void untilFailed(Body body) {
        body.until(flag("failed"), loop -> loop
                .when(shouldStop(), then -> then.returns(0))
                .call(msleep()));
    }

    private static void stopAndExit(Body body, String peer) {
        body.call(kthreadStop(peer + "_task")).call(kthreadCompleteAndExit("closed", 0));
    }

    /** Two threads that, when the connection fails, close it: given the name of the other. */
    private static ProtocolBuilder connection(ProtocolBuilder module, BiConsumer<Body, String> closing) {
        return module
                .taskPointer(RECEIVE.pointer())
                .taskPointer(SEND.pointer())
                .flag("failed")
                .completion("closed")
                .kthread(RECEIVE.function(), body -> closing.accept(body, "tx"))
                .kthread(SEND.function(), body -> closing.accept(body, "rx"))
                .init(body -> {
                    RECEIVE.create(body);
                    SEND.createOr(body, RECEIVE::stop);
                    RECEIVE.wake(body);
                    SEND.wake(body);
                })
                .exit(body -> body
                        .call(set("failed"))
                        .call(waitForCompletion("closed")));
    }
}
