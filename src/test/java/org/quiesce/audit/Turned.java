package org.quiesce.audit;

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
            "cancel-sync-holding-lock/mended", "orphaned-request/mended");

    public static Stream<Turned> samples() {
        return SAMPLES.stream().flatMap(name -> of(name, protocol(name)));
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
