package org.quiesce.audit;

import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.unregisterNotifier;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.workbench.CheckRequest;

/**
 * A check of a protocol of the atlas with one assumption turned, for tests.
 *
 * @param name    the protocol and the assumption
 * @param request the check
 */
public record Turned(String name, CheckRequest request) {

    /** Together they have every kind of context and of assumption, and are small. */
    private static final List<String> SAMPLES = List.of(
            "first-kthread/mended", "callback-after-unload/mended", "rcu-callback-at-unload/mended",
            "init-section-threadfn/broken", "oopsed-lock-holder/broken", "uninterruptible-external-wait/broken",
            "cancel-sync-holding-lock/mended", "timer-at-unload/mended", "destroy-wq-with-delayed/broken",
            "irq-thread-last-run/mended");

    public static Stream<Turned> samples() {
        return Stream.concat(SAMPLES.stream().flatMap(name -> of(name, protocol(name))), of("crowd", crowd()));
    }

    /**
     * Contexts of every kind that rests between two calls, at labels of the same name: one of them may be relied on to
     * begin, and the others not. A stop waits for a device that acts once.
     */
    static Protocol crowd() {
        return Protocol.module("crowd").taskPointer("task").completion("done").flag("ready")
                .kthread("worker", body -> body
                        .call(waitForCompletion("done"))
                        .until(shouldStop(), loop -> loop.call(msleep()))
                        .returns(0))
                .environment("device", body -> body.call(complete("done")))
                .fileOperation("read", body -> body.call(set("ready")))
                .notifier("event", body -> body.call(set("ready")))
                .timer("expiry", body -> body.call(set("ready")))
                .init(body -> body
                        .call(registerNotifier("event"))
                        .call(modTimer("expiry"))
                        .assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(unregisterNotifier("event"))
                        .call(timerDeleteSync("expiry"))
                        .call(kthreadStop("task")))
                .build();
    }

    public static Stream<Turned> atlas() {
        return Atlas.standard().entries().stream().flatMap(entry -> entry.variants().stream()
                .flatMap(variant -> of(entry.id() + "/" + variant.name(), variant.protocol())));
    }

    private static Stream<Turned> of(String name, Protocol protocol) {
        CheckRequest request = CheckRequest.of(protocol, Profiles.LINUX_6_12);
        return Assumption.of(request, List.of(request.profile())).stream()
                .map(assumption -> new Turned(name + ", " + assumption.id(), assumption.turnedIn(request)));
    }

    static Protocol protocol(String name) {
        String[] parts = name.split("/");
        return Atlas.standard().entry(parts[0]).orElseThrow().variants().stream()
                .filter(variant -> variant.name().equals(parts[1]))
                .map(Variant::protocol)
                .findFirst()
                .orElseThrow();
    }
}
