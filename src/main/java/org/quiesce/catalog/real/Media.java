package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.STOP_ERROR_POINTER;
import static org.quiesce.catalog.FaultClass.UNINTERRUPTIBLE_EXTERNAL_WAIT;
import static org.quiesce.catalog.FaultClass.WAIT_COND_OMITS_STOP;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.waitEvent;
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
import org.quiesce.protocol.TaskState;

/** Video, remote controls, CEC, and graphics. */
final class Media {

    private Media() {}

    static List<Entry> entries() {
        return List.of(remoteControlThread(), cecDisable(), gvtServiceThread());
    }

    // ---- media-rc-ir-raw

    private static Entry remoteControlThread() {
        Worker raw = new Worker("ir_raw_event_thread", "raw_task");
        return Entry.real("media-rc-ir-raw", STOP_ERROR_POINTER,
                        "An error pointer stands where others look for a thread")
                .story("The result of the creation is stored in the shared field, then checked. Meanwhile an event"
                        + " finds that the field is not NULL and wakes what it points to.")
                .broken("The field is set, then checked.", module -> receiver(module, raw)
                        .fileOperation("register_device", body -> body
                                .assign(raw.pointer(), kthreadRun(raw.function()).mayFail())
                                .when(isErr(raw.pointer()), failed -> failed
                                        .call(clearPointer(raw.pointer()))
                                        .returns(Errno.ENOMEM)))
                        .fileOperation("handle_event", body -> body
                                .when(not(isNull(raw.pointer())), raw::wake)))
                .mended("Others see the thread when it is known to be one.", module -> receiver(module, raw)
                        .flag("registered")
                        .fileOperation("register_device", body -> body
                                .assign(raw.pointer(), kthreadRun(raw.function()).mayFail())
                                .when(isErr(raw.pointer()), failed -> failed
                                        .call(clearPointer(raw.pointer()))
                                        .returns(Errno.ENOMEM))
                                .call(set("registered")))
                        .fileOperation("handle_event", body -> body
                                .when(flag("registered"), raw::wake)))
                .build();
    }

    private static ProtocolBuilder receiver(ProtocolBuilder module, Worker raw) {
        return module
                .taskPointer(raw.pointer())
                .kthread(raw.function(), body ->
                        Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .exit(raw::stopIfAny);
    }

    // ---- media-cec-disable

    private static Entry cecDisable() {
        return Entry.real("media-cec-disable", UNINTERRUPTIBLE_EXTERNAL_WAIT, "A CEC adapter is disabled in a transmit")
                .story("The thread of the adapter waits until the hardware reports that the message is sent. A disabled"
                        + " adapter reports nothing.")
                .broken("A disabled adapter leaves the transmit in progress.", module -> adapter(module, inside -> {}))
                .mended("Who disables the adapter ends the transmit.", module -> adapter(module,
                        inside -> inside.call(clear("in_progress"))))
                .build();
    }

    private static ProtocolBuilder adapter(ProtocolBuilder module, Consumer<Body> disabled) {
        Worker cec = new Worker("cec_thread", "kthread_task");
        return module
                .taskPointer(cec.pointer())
                .waitQueue("kthread_waitq")
                .mutex("adap_lock")
                .flagInitiallySet("configured")
                .flag("in_progress")
                .kthread(cec.function(), body -> body
                        .until(shouldStop(), loop -> {
                            Idioms.locked(loop, "adap_lock", inside -> inside
                                    .when(flag("configured"), then -> then.call(set("in_progress"))));
                            loop.call(waitEvent("kthread_waitq", not(flag("in_progress"))));
                        })
                        .returns(0))
                .init(cec::run)
                .environment("hardware", body -> body
                        .call(clear("in_progress"))
                        .call(wakeUp("kthread_waitq")))
                .exit(body -> {
                    Idioms.locked(body, "adap_lock", inside -> {
                        inside.call(clear("configured"));
                        disabled.accept(inside);
                    });
                    body.call(wakeUp("kthread_waitq"));
                    cec.stop(body);
                });
    }

    // ---- gpu-gvt-service

    private static Entry gvtServiceThread() {
        return Entry.real("gpu-gvt-service", WAIT_COND_OMITS_STOP, "GVT-g's service thread waits for requests only")
                .story("The thread waits until there is a request. A stop wakes it, there is none, and it waits on.")
                .broken("The thread waits for a request.", module -> gvt(module, flag("request")))
                .mended("The thread waits for a request or a stop.",
                        module -> gvt(module, or(flag("request"), shouldStop())))
                .build();
    }

    private static ProtocolBuilder gvt(ProtocolBuilder module, Condition wanted) {
        Worker service = new Worker("gvt_service_thread", "service_task");
        return module
                .taskPointer(service.pointer())
                .waitQueue("service_wq")
                .flag("request")
                .kthread(service.function(), body -> body
                        .until(shouldStop(), loop -> loop
                                .call(waitEvent("service_wq", wanted))
                                .call(clear("request")))
                        .returns(0))
                .init(service::run)
                .environment("vgpu", body -> body
                        .call(set("request"))
                        .call(wakeUp("service_wq")))
                .exit(service::stop);
    }
}
