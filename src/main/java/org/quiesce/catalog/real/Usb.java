package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.KWORKER_QUEUE_AFTER_FLUSH;
import static org.quiesce.catalog.FaultClass.LOST_THREAD_POINTER;
import static org.quiesce.catalog.FaultClass.STOP_ERROR_POINTER;
import static org.quiesce.protocol.CallbackOps.hrtimerCancel;
import static org.quiesce.protocol.CallbackOps.hrtimerStart;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.workerErr;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.copyPointer;
import static org.quiesce.protocol.Ops.flushWork;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** USB gadgets, and USB over IP. */
final class Usb {

    private static final Worker RX = new Worker("stub_rx", "tcp_rx");
    private static final Worker TX = new Worker("stub_tx", "tcp_tx");
    private static final Worker NEW_RX = new Worker(RX.function(), "rx");
    private static final Worker NEW_TX = new Worker(TX.function(), "tx");
    private static final String LOCK = "sysfs_lock";
    private static final Worker MAIN = new Worker("fsg_main_thread", "thread_task");

    private Usb() {}

    static List<Entry> entries() {
        return List.of(usbipAttach(), massStorageBind(), tcpmTimer());
    }

    // ---- usb-usbip-attach

    private static Entry usbipAttach() {
        return Entry.real("usb-usbip-attach", STOP_ERROR_POINTER, "usbip is shut down while it attaches")
                .story("An attach starts two threads and stores what their creations yield, an error or not. One of them"
                        + " may have the device shut down meanwhile, which stops whatever is not NULL.")
                .broken("What the creations yield is stored and not looked at.", module -> stub(module, Usb::shutDown,
                        body -> {
                            attachUnchecked(body, NEW_RX, RX);
                            attachUnchecked(body, NEW_TX, TX);
                        }))
                .variant("broken-published", "Both threads are there before either runs; a shutdown may come between the two wakes.",
                        module -> stub(module, Usb::shutDown, body -> attach(body, failed -> {})))
                .mended("A mutex keeps an attach and a shutdown apart.", module -> stub(
                        module.mutex(LOCK),
                        body -> Idioms.locked(body, LOCK, Usb::shutDown),
                        body -> Idioms.locked(body, LOCK,
                                inside -> attach(inside, failed -> failed.call(mutexUnlock(LOCK))))))
                .build();
    }

    /** The thread runs before its pointer is where a shutdown looks for it. */
    private static void attachUnchecked(Body body, Worker created, Worker published) {
        body.assign(created.pointer(), kthreadCreate(created.function()).mayFail())
                .when(not(isErr(created.pointer())), created::hold)
                .call(copyPointer(published.pointer(), created.pointer()));
    }

    private static void attach(Body body, Consumer<Body> undo) {
        NEW_RX.createOr(body, undo);
        NEW_TX.createOr(body, failed -> {
            NEW_RX.stop(failed);
            undo.accept(failed);
        });
        body.call(getTaskStruct(NEW_RX.pointer()))
                .call(getTaskStruct(NEW_TX.pointer()))
                .call(copyPointer(RX.pointer(), NEW_RX.pointer()))
                .call(copyPointer(TX.pointer(), NEW_TX.pointer()));
        RX.wake(body);
        TX.wake(body);
    }

    /** A receiver that loses its connection at once and has the device shut down, and a sender. */
    private static ProtocolBuilder stub(ProtocolBuilder module, Consumer<Body> event, Consumer<Body> attach) {
        return module
                .taskPointer(NEW_RX.pointer())
                .taskPointer(NEW_TX.pointer())
                .taskPointer(RX.pointer())
                .taskPointer(TX.pointer())
                .kthread(RX.function(), body -> body.call(scheduleWork("event")).returns(0))
                .kthread(TX.function(), Idioms::pollUntilStopped)
                .work("event", event)
                .fileOperation("attach", attach)
                .exit(body -> body
                        .call(scheduleWork("event"))
                        .call(flushWork("event"))
                        .call(cancelWorkSync("event")));
    }

    private static void shutDown(Body body) {
        RX.stopHeldAndForget(body);
        TX.stopHeldAndForget(body);
    }

    // ---- usb-mass-storage-bind

    private static Entry massStorageBind() {
        return Entry.real("usb-mass-storage-bind", LOST_THREAD_POINTER,
                        "f_mass_storage starts a thread per configuration")
                .story("A gadget with two configurations binds the function twice, and each bind starts a thread. The"
                        + " second overwrites the pointer to the first, and exit waits for one completion.")
                .broken("Every bind starts a thread.", module -> gadget(module, MAIN::run))
                .mended("A bind starts a thread if there is none.", module -> gadget(module,
                        body -> body.when(isNull(MAIN.pointer()), MAIN::run)))
                .build();
    }

    private static ProtocolBuilder gadget(ProtocolBuilder module, Consumer<Body> bind) {
        return module
                .taskPointer(MAIN.pointer())
                .spinlock("common_lock")
                .completion("thread_notifier")
                .flag("terminating")
                .kthreads(MAIN.function(), 2, body -> body
                        .loop(always(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .when(flag("terminating"), Body::leaveLoop)
                                .call(schedule()))
                        .call(plainSetCurrentState(TaskState.RUNNING))
                        .call(spinLock("common_lock"))
                        .call(clearPointer(MAIN.pointer()))
                        .call(spinUnlock("common_lock"))
                        .call(kthreadCompleteAndExit("thread_notifier", 0)))
                .init(body -> {
                    bind.accept(body);
                    bind.accept(body);
                })
                .exit(body -> body
                        .call(set("terminating"))
                        .call(spinLock("common_lock"))
                        .when(not(isNull(MAIN.pointer())), MAIN::wake)
                        .call(spinUnlock("common_lock"))
                        .call(waitForCompletion("thread_notifier")));
    }

    // ---- usb-tcpm-timer

    private static Entry tcpmTimer() {
        return Entry.real("usb-tcpm-timer", KWORKER_QUEUE_AFTER_FLUSH,
                        "A Type-C port's timer queues work for a worker that is gone")
                .story("The state machine of a port is moved on by high-resolution timers, which queue its item. When the"
                        + " port went its worker was destroyed, and the timers were not cancelled.")
                .broken("The worker is destroyed under an armed timer.",
                        module -> port(module, body -> body.call(kthreadDestroyWorker("wq"))))
                .mended("The timer is cancelled, then the worker destroyed.", module -> port(module, body -> body
                        .call(hrtimerCancel("state_machine_timer_handler"))
                        .call(kthreadDestroyWorker("wq"))))
                .build();
    }

    private static ProtocolBuilder port(ProtocolBuilder module, Consumer<Body> unregister) {
        return module
                .kthreadWorker("wq")
                .hrtimer("state_machine_timer_handler", body -> body
                        .call(kthreadQueueWork("wq", "state_machine_work")))
                .kthreadWork("state_machine_work", "wq", body -> {})
                .init(body -> body
                        .call(kthreadCreateWorker("wq").mayFail())
                        .when(workerErr("wq"), failed -> failed.returns(Errno.ENOMEM))
                        .call(hrtimerStart("state_machine_timer_handler")))
                .exit(unregister);
    }
}
