package org.quiesce.catalog;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.use;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;

/** The threads of threaded interrupts, which free_irq() stops (family G of the reference). */
final class InterruptThreads {

    private static final Operation REQUEST = requestThreadedIrq("handler", "service");
    private static final Operation FREE = freeIrq("handler");

    private InterruptThreads() {}

    static List<Entry> entries() {
        return List.of(freeIrqDeadlock(), irqThreadLastRun());
    }

    // ---- free-irq-deadlock

    private static Entry freeIrqDeadlock() {
        return Entry.fault("free-irq-deadlock", "Exit frees an interrupt with its thread's lock held")
                .story("free_irq() waits for the thread of the interrupt, and for everything that the thread waits for."
                        + " The thread waits for the lock that exit holds.")
                .broken("Exit holds the lock across free_irq().", module -> locking(module, unlocked -> {})
                        .exit(body -> Idioms.locked(body, "lock", inside -> inside.call(FREE))))
                .variant("broken-own-thread", "The thread frees its own interrupt when the device fails.",
                        module -> locking(module, unlocked -> unlocked
                                        .when(chance("device_failed()"), failed -> failed.call(FREE)))
                                .exit(InterruptThreads::freeThenLock))
                .mended("Exit frees the interrupt, then takes the lock.", module -> locking(module, unlocked -> {})
                        .exit(InterruptThreads::freeThenLock))
                .build();
    }

    private static void freeThenLock(Body body) {
        body.call(FREE);
        Idioms.locked(body, "lock", inside -> {});
    }

    private static ProtocolBuilder locking(ProtocolBuilder module, Consumer<Body> unlocked) {
        return module
                .mutex("lock")
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("service", body -> {
                    Idioms.locked(body, "lock", inside -> {});
                    unlocked.accept(body);
                })
                .init(body -> body.call(REQUEST));
    }

    // ---- irq-thread-last-run

    private static Entry irqThreadLastRun() {
        return Entry.fault("irq-thread-last-run", "Exit frees what the interrupt's thread uses, then the interrupt")
                .story("The device is told to be quiet, and no interrupt comes any more. But the last one has woken its"
                        + " thread, and free_irq() lets that run once more before it stops it.")
                .broken("Exit masks the device, frees the buffer and then the interrupt.",
                        module -> buffered(module, set("masked"), kfree("buffer"), FREE))
                .mended("Exit masks the device, frees the interrupt and then the buffer.",
                        module -> buffered(module, set("masked"), FREE, kfree("buffer")))
                .build();
    }

    private static ProtocolBuilder buffered(ProtocolBuilder module, Operation... exit) {
        return module
                .memory("buffer")
                .flagInitiallySet("masked")
                .irqHandler("handler", body -> body
                        .when(flag("masked"), then -> then.returns(0))
                        .call(irqWakeThread()))
                .irqThread("service", body -> body.call(use("buffer")))
                .init(body -> {
                    body.call(REQUEST);
                    Idioms.allocateOr(body, "buffer", failed -> failed.call(FREE));
                    body.call(clear("masked"));
                })
                .exit(body -> List.of(exit).forEach(body::call));
    }
}
