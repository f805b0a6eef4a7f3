package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.EXIT_LEAK;
import static org.quiesce.catalog.FaultClass.FREE_BEFORE_STOP;
import static org.quiesce.catalog.FaultClass.MISSING_STOP_IN_EXIT;
import static org.quiesce.catalog.FaultClass.STOP_BEFORE_FIRST_RUN;
import static org.quiesce.catalog.FaultClass.STOP_ERROR_POINTER;
import static org.quiesce.catalog.FaultClass.STOP_EXITED_NO_REF;
import static org.quiesce.catalog.FaultClass.WAKE_BEFORE_PUBLISH;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Network drivers and protocols. */
final class Networking {

    private static final String IO = "io_thread";

    private Networking() {}

    static List<Entry> entries() {
        return List.of(
                xenNetbackRx(),
                xenNetbackDealloc(),
                xenNetbackIrq(),
                rxrpcIoThread(),
                encx24j600Remove(),
                powerlinkEvents(),
                drawbridgeListener(),
                kniReleaseFifo(),
                kniRxQueue());
    }

    // ---- xen-netback

    private static Entry xenNetbackRx() {
        Worker rx = new Worker("rx_kthread", "rx_task");
        return Entry.real("net-xen-netback-rx", STOP_EXITED_NO_REF, "xen-netback stops a thread that a guest made end")
                .story("The receive thread ends by itself when the frontend breaks the protocol. The backend still has"
                        + " its pointer, and stops it on disconnect.")
                .broken("Nobody holds a reference on a thread that may end by itself.",
                        module -> backend(module).init(rx::run).exit(rx::stopIfAny))
                .mended("The backend has a reference from before the first wake until after the stop.",
                        module -> backend(module).init(rx::runHeld).exit(rx::stopHeld))
                .build();
    }

    private static ProtocolBuilder backend(ProtocolBuilder module) {
        return module
                .taskPointer("rx_task")
                .waitQueue("rx_queue")
                .flag("fatal_error")
                .kthread("rx_kthread", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(waitEventInterruptible("rx_queue", or(flag("fatal_error"), shouldStop())))
                                .when(flag("fatal_error"), Body::leaveLoop))
                        .returns(0))
                .environment("frontend", body -> body
                        .call(set("fatal_error"))
                        .call(wakeUp("rx_queue")));
    }

    private static Entry xenNetbackDealloc() {
        return Entry.real("net-xen-netback-dealloc", WAKE_BEFORE_PUBLISH,
                        "xen-netback wakes a thread, then does what it waits for")
                .story("A stopped thread may leave only when no packet is in flight. The callback that ends a flight"
                        + " wakes the thread before it counts down, and nobody wakes it after.")
                .broken("The callback wakes the thread, then counts down.",
                        module -> zerocopy(module, wakeUp("dealloc_wq"), decrement("inflight")))
                .mended("The callback counts down, then wakes the thread.",
                        module -> zerocopy(module, decrement("inflight"), wakeUp("dealloc_wq")))
                .build();
    }

    private static ProtocolBuilder zerocopy(ProtocolBuilder module, Operation first, Operation second) {
        Worker dealloc = new Worker("dealloc_kthread", "dealloc_task");
        Condition mayLeave = and(shouldStop(), not(above("inflight", 0)));
        return module
                .taskPointer("dealloc_task")
                .waitQueue("dealloc_wq")
                .counter("inflight", 2)
                .kthread("dealloc_kthread", body -> body
                        .until(mayLeave, loop -> loop.call(waitEventInterruptible("dealloc_wq", mayLeave)))
                        .returns(0))
                .init(dealloc::run)
                .fileOperation("transmit", body -> body
                        .call(increment("inflight"))
                        .call(first)
                        .call(second))
                .fileOperation("disconnect", dealloc::stopAndForget)
                .exit(dealloc::stopIfAny);
    }

    private static Entry xenNetbackIrq() {
        Worker vif = new Worker("vif_kthread", "vif_task");
        return Entry.real("net-xen-netback-irq", FREE_BEFORE_STOP,
                        "xen-netback unbinds the interrupt that its thread still raises")
                .story("Disconnect gives the event channel back, then stops the thread. In between the thread may"
                        + " notify the guest through a channel that is none any more.")
                .broken("The interrupt is unbound, then the thread stopped.", module -> notifying(module, vif)
                        .exit(body -> {
                            body.call(kfree("irq"));
                            vif.stop(body);
                        }))
                .mended("The thread is stopped, then the interrupt unbound.", module -> notifying(module, vif)
                        .exit(body -> {
                            vif.stop(body);
                            body.call(kfree("irq"));
                        }))
                .build();
    }

    private static ProtocolBuilder notifying(ProtocolBuilder module, Worker vif) {
        return module
                .taskPointer(vif.pointer())
                .memory("irq")
                .kthread(vif.function(), body -> Idioms.useUntilStopped(body, "irq"))
                .init(body -> {
                    Idioms.allocateOrFail(body, "irq");
                    vif.runOr(body, failed -> failed.call(kfree("irq")));
                });
    }

    // ---- rxrpc

    private static Entry rxrpcIoThread() {
        return Entry.real("net-rxrpc-io-thread", STOP_BEFORE_FIRST_RUN,
                        "rxrpc stops its I/O thread before that can clean up")
                .story("The thread releases the endpoint at its end, which one that is stopped before it first runs"
                        + " never reaches. Once the opener waited for the thread, an order was left to get right: what"
                        + " is queued between its look for work and its look for a stop stays.")
                .broken("A thread that never ran releases nothing.", module -> endpoint(module)
                        .kthread(IO, body -> serve(body, Networking::workThenStop))
                        .init(body -> open(body, opened -> {})))
                .variant("broken-work-tested-first", "The opener waits for the thread, which looks for work, then for"
                        + " a stop.", module -> handshaken(module, Networking::workThenStop))
                .mended("The opener waits for the thread, which looks for a stop, then for work.",
                        module -> handshaken(module, Networking::stopThenWork))
                .build();
    }

    private static ProtocolBuilder handshaken(ProtocolBuilder module, Consumer<Body> look) {
        return endpoint(module)
                .completion("ready")
                .kthread(IO, body -> {
                    body.call(complete("ready"));
                    serve(body, look);
                })
                .init(body -> open(body, opened -> opened.call(waitForCompletion("ready"))));
    }

    private static ProtocolBuilder endpoint(ProtocolBuilder module) {
        return module
                .taskPointer("io_task")
                .memory("local")
                .memory("rpc_call")
                .flag("aborted")
                .exit(body -> body
                        .call(set("aborted"))
                        .call(wakeUpProcess("io_task"))
                        .call(kthreadStop("io_task")));
    }

    private static void open(Body body, Consumer<Body> opened) {
        Idioms.allocateOrFail(body, "local");
        Idioms.allocateOr(body, "rpc_call", failed -> failed.call(kfree("local")));
        new Worker(IO, "io_task").runOr(body, failed -> failed.call(kfree("rpc_call")).call(kfree("local")));
        opened.accept(body);
    }

    /** Releases the call when it is aborted, and the endpoint in the end. */
    private static void serve(Body body, Consumer<Body> look) {
        body.loop(always(), loop -> {
                    loop.call(setCurrentState(TaskState.INTERRUPTIBLE));
                    look.accept(loop);
                    loop.call(schedule());
                })
                .call(plainSetCurrentState(TaskState.RUNNING))
                .call(kfree("local"))
                .returns(0);
    }

    private static void workThenStop(Body loop) {
        loop.when(flag("aborted"), work -> {
                    release(work);
                    work.nextTurn();
                })
                .when(shouldStop(), Body::leaveLoop);
    }

    private static void stopThenWork(Body loop) {
        loop.when(shouldStop(), stop -> stop
                        .when(flag("aborted"), Networking::release)
                        .leaveLoop())
                .when(flag("aborted"), work -> {
                    release(work);
                    work.nextTurn();
                });
    }

    private static void release(Body body) {
        body.call(plainSetCurrentState(TaskState.RUNNING)).call(clear("aborted")).call(kfree("rpc_call"));
    }

    // ---- drivers

    private static Entry encx24j600Remove() {
        Worker spi = new Worker("spi_kthread", "spi_task");
        return Entry.real("net-encx24j600-remove", MISSING_STOP_IN_EXIT, "encx24j600 never stops its thread")
                .story("The driver starts a thread for its SPI transfers in probe. Neither the error path of probe nor"
                        + " remove stops it, and both free what it uses.")
                .broken("Remove and a failed probe free the device, and leave the thread.",
                        module -> spi(module, spi, body -> {}))
                .mended("Remove and a failed probe stop the thread, then free the device.",
                        module -> spi(module, spi, spi::stop))
                .build();
    }

    private static ProtocolBuilder spi(ProtocolBuilder module, Worker spi, Consumer<Body> stop) {
        Consumer<Body> remove = body -> {
            stop.accept(body);
            body.call(kfree("priv"));
        };
        return module
                .taskPointer(spi.pointer())
                .memory("priv")
                .kthread(spi.function(), body -> Idioms.useUntilStopped(body, "priv"))
                .init(body -> {
                    Idioms.allocateOrFail(body, "priv");
                    spi.runOr(body, failed -> failed.call(kfree("priv")));
                    body.when(chance("register_fails()"), failed -> {
                        remove.accept(failed);
                        failed.returns(Errno.ENODEV);
                    });
                })
                .exit(remove);
    }

    private static Entry powerlinkEvents() {
        Worker events = new Worker("event_kthread", "event_task");
        return Entry.real("net-powerlink-events", STOP_ERROR_POINTER,
                        "openPOWERLINK stops a thread that could not be created")
                .story("Nobody looks whether the event thread was created. If it was not, exit passes an error pointer"
                        + " to kthread_stop().")
                .broken("The result of the creation is not looked at.", module -> events(module, events)
                        .init(body -> body.assign(events.pointer(), kthreadRun(events.function()).mayFail())))
                .mended("Init fails if the thread can't be created.", module -> events(module, events)
                        .init(events::run))
                .build();
    }

    private static ProtocolBuilder events(ProtocolBuilder module, Worker events) {
        return module
                .taskPointer(events.pointer())
                .waitQueue("event_queue")
                .flag("pending")
                .kthread(events.function(), body -> body
                        .until(shouldStop(), loop -> loop
                                .call(waitEventInterruptible("event_queue", or(flag("pending"), shouldStop())))
                                .call(clear("pending")))
                        .returns(0))
                .environment("network", body -> body
                        .call(set("pending"))
                        .call(wakeUp("event_queue")))
                .exit(events::stop);
    }

    private static Entry drawbridgeListener() {
        Worker listener = new Worker("listen", "listen_task");
        return Entry.real("net-drawbridge-listener", STOP_EXITED_NO_REF,
                        "DrawBridge stops a listener that may have given up")
                .story("The packet listener leaves on a socket error. The exit function then waits on the stack of a"
                        + " thread that is gone.")
                .broken("Exit stops a thread that may have ended.", module -> listening(module, listener)
                        .init(listener::run)
                        .exit(listener::stop))
                .mended("Init takes a reference for exit.", module -> listening(module, listener)
                        .init(listener::runHeld)
                        .exit(listener::stopHeld))
                .build();
    }

    private static ProtocolBuilder listening(ProtocolBuilder module, Worker listener) {
        return module
                .taskPointer(listener.pointer())
                .kthread(listener.function(), body -> body
                        .until(shouldStop(), loop -> loop
                                .when(chance("socket_fails()"), failed -> failed.call(kthreadCompleteAndExit(0)))
                                .call(msleep()))
                        .returns(0));
    }

    // ---- DPDK's kernel network interface

    private static Entry kniReleaseFifo() {
        Worker rx = new Worker("kni_thread", "kni_task");
        return Entry.real("net-kni-release-fifo", FREE_BEFORE_STOP,
                        "KNI releases the queues of a device that it has freed")
                .story("The queues hang off the private data of the net device, which goes with it. They are released"
                        + " last, one line too late.")
                .broken("The net device is freed, then its queues are released.", module -> kni(module, rx)
                        .exit(body -> {
                            rx.stop(body);
                            body.call(kfree("netdev")).call(use("netdev"));
                        }))
                .mended("The queues are released, then the net device is freed.", module -> kni(module, rx)
                        .exit(body -> {
                            rx.stop(body);
                            body.call(use("netdev")).call(kfree("netdev"));
                        }))
                .build();
    }

    private static ProtocolBuilder kni(ProtocolBuilder module, Worker rx) {
        return module
                .taskPointer(rx.pointer())
                .memory("netdev")
                .kthread(rx.function(), body -> Idioms.useUntilStopped(body, "netdev"))
                .init(body -> {
                    Idioms.allocateOrFail(body, "netdev");
                    rx.runOr(body, failed -> failed.call(kfree("netdev")));
                });
    }

    private static Entry kniRxQueue() {
        Worker rx = new Worker("kni_thread", "kni_task");
        return Entry.real("net-kni-rx-queue", EXIT_LEAK, "KNI leaves packets in the queue of a stopped thread")
                .story("Only the thread takes packets out of the queue and frees them. What arrives after its last look"
                        + " is lost when it is stopped.")
                .broken("Nobody empties the queue after the stop.", module -> received(module, rx)
                        .exit(rx::stop))
                .mended("Whoever stops the thread empties the queue.", module -> received(module, rx)
                        .exit(body -> {
                            rx.stop(body);
                            freePacket(body);
                        }))
                .build();
    }

    private static ProtocolBuilder received(ProtocolBuilder module, Worker rx) {
        return module
                .taskPointer(rx.pointer())
                .memory("mbuf")
                .flag("queued")
                .kthread(rx.function(), body -> body
                        .until(shouldStop(), loop -> {
                            freePacket(loop);
                            loop.call(msleep());
                        })
                        .returns(0))
                .init(rx::run)
                .fileOperation("transmit", body -> {
                    Idioms.allocateOrFail(body, "mbuf");
                    body.call(set("queued"));
                });
    }

    private static void freePacket(Body body) {
        body.when(flag("queued"), packet -> packet.call(clear("queued")).call(kfree("mbuf")));
    }
}
