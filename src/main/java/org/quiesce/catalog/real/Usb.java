package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.LOST_THREAD_POINTER;
import static org.quiesce.catalog.FaultClass.STOP_ERROR_POINTER;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;

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

    private static final Worker MAIN = new Worker("fsg_main_thread", "thread_task");

    private Usb() {}

    static List<Entry> entries() {
        return List.of(usbipAttach(), massStorageBind());
    }

    // ---- usb-usbip-attach

    private static Entry usbipAttach() {
        return Entry.real("usb-usbip-attach", STOP_ERROR_POINTER, "usbip stops threads that could not be created")
                .story("An attach stores the results of two creations as they come. Shutdown stops whatever is not"
                        + " NULL, and an error is not NULL.")
                .broken("What the creations yield is stored and not looked at.", module -> stub(module)
                        .fileOperation("attach", body -> body
                                .assign("tcp_rx", kthreadRun("stub_rx").mayFail())
                                .assign("tcp_tx", kthreadRun("stub_tx").mayFail())))
                .mended("Both threads are there before either runs, or neither is.", module -> stub(module)
                        .fileOperation("attach", body -> body
                                .assign("tcp_rx", kthreadCreate("stub_rx").mayFail())
                                .when(isErr("tcp_rx"), failed -> failed
                                        .call(clearPointer("tcp_rx"))
                                        .returns(Errno.ENOMEM))
                                .assign("tcp_tx", kthreadCreate("stub_tx").mayFail())
                                .when(isErr("tcp_tx"), failed -> failed
                                        .call(kthreadStop("tcp_rx"))
                                        .call(clearPointer("tcp_rx"))
                                        .call(clearPointer("tcp_tx"))
                                        .returns(Errno.ENOMEM))
                                .call(wakeUpProcess("tcp_rx"))
                                .call(wakeUpProcess("tcp_tx"))))
                .build();
    }

    private static ProtocolBuilder stub(ProtocolBuilder module) {
        return module
                .taskPointer("tcp_rx")
                .taskPointer("tcp_tx")
                .kthread("stub_rx", Idioms::pollUntilStopped)
                .kthread("stub_tx", Idioms::pollUntilStopped)
                .exit(body -> {
                    new Worker("stub_rx", "tcp_rx").stopIfAny(body);
                    new Worker("stub_tx", "tcp_tx").stopIfAny(body);
                });
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
}
