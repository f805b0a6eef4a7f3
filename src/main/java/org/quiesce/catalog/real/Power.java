package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.STOP_FROZEN_THREAD;
import static org.quiesce.catalog.FaultClass.STOP_HOLDING_LOCK;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.kthreadFreezableShouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.tryToFreeze;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.ProtocolBuilder;

/** Power management, suspend and idle injection. */
final class Power {

    private static final Worker HOTKEYS = new Worker("hotkey_kthread", "poll_task");

    private Power() {}

    static List<Entry> entries() {
        return List.of(acpiPad(), thinkpadHotkeys());
    }

    // ---- power-acpi-pad

    private static Entry acpiPad() {
        return Entry.real("power-acpi-pad", STOP_HOLDING_LOCK, "acpi_pad stops a thread under a lock that it needs")
                .story("The threads that keep CPUs idle are stopped under the lock of the set of CPUs. A thread takes"
                        + " that lock when it moves to the next CPU.")
                .broken("The thread moves under the lock of its stopper.",
                        module -> idling(module, "isolated_cpus_lock"))
                .mended("The thread moves under a lock of its own.",
                        module -> idling(module.mutex("round_robin_lock"), "round_robin_lock"))
                .build();
    }

    private static ProtocolBuilder idling(ProtocolBuilder module, String moving) {
        Worker idle = new Worker("power_saving_thread", "ps_task");
        return module
                .taskPointer(idle.pointer())
                .mutex("isolated_cpus_lock")
                .flag("moved")
                .kthread(idle.function(), body -> body
                        .until(shouldStop(), loop -> {
                            Idioms.locked(loop, moving, inside -> inside.call(set("moved")));
                            loop.call(msleep());
                        })
                        .returns(0))
                .init(body -> {
                    Idioms.locked(body, "isolated_cpus_lock", inside -> inside
                            .assign(idle.pointer(), kthreadRun(idle.function()).mayFail()));
                    idle.returnIfError(body);
                })
                .exit(body -> Idioms.locked(body, "isolated_cpus_lock", idle::stop));
    }

    // ---- power-thinkpad-hotkeys

    private static Entry thinkpadHotkeys() {
        return Entry.real("power-thinkpad-hotkeys", STOP_FROZEN_THREAD, "thinkpad_acpi thaws a thread, then stops it")
                .story("The freezer may come between the thaw and the stop. The answer of then, a refrigerator that"
                        + " heeds a stop, is none from Linux 6.1 on, where a stop does not wake who is frozen.")
                .broken("The thread is thawed, then stopped.", module -> polled(module, Power::pollAndFreeze)
                        .exit(body -> {
                            body.call(thawKernelThreads());
                            HOTKEYS.stop(body);
                        }))
                .variant("broken-freezable-stop", "The thread asks kthread_freezable_should_stop().",
                        module -> polled(module, Power::pollFreezable).exit(HOTKEYS::stop))
                .mended("The thread takes no part in freezing.", module -> polled(module, Power::poll)
                        .exit(HOTKEYS::stop))
                .build();
    }

    /** A machine that is suspended once the thread is up. */
    private static ProtocolBuilder polled(ProtocolBuilder module, Consumer<Body> poll) {
        return module
                .taskPointer(HOTKEYS.pointer())
                .flag("up")
                .kthread(HOTKEYS.function(), poll)
                .init(HOTKEYS::run)
                .environment("suspend", body -> body.when(flag("up"), then -> then
                        .call(freezeKernelThreads())
                        .call(thawKernelThreads())));
    }

    private static void pollAndFreeze(Body body) {
        body.call(setFreezable())
                .call(set("up"))
                .until(shouldStop(), loop -> loop
                        .call(tryToFreeze())
                        .call(msleep()))
                .returns(0);
    }

    private static void pollFreezable(Body body) {
        body.call(setFreezable())
                .call(set("up"))
                .loop(always(), loop -> loop
                        .assign("stop", kthreadFreezableShouldStop())
                        .when(notEqual("stop", 0), Body::leaveLoop)
                        .call(msleep()))
                .returns(0);
    }

    private static void poll(Body body) {
        body.call(set("up"));
        Idioms.pollUntilStopped(body);
    }
}
