package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.CALLBACK_AFTER_UNLOAD;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.msleep;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.ProtocolBuilder;

/** Auditing, hooks and fault injection. */
final class Security {

    private Security() {}

    static List<Entry> entries() {
        return List.of(krfHook());
    }

    // ---- security-krf-hook

    private static Entry krfHook() {
        return Entry.real("security-krf-hook", CALLBACK_AFTER_UNLOAD, "A process sleeps in a system call of an unloaded"
                        + " module")
                .story("The module puts itself between a process and a system call. Exit takes it out of the table, and"
                        + " a process that is in the call returns to text that is gone. To count the calls is not"
                        + " enough: who has counted down has still to return.")
                .broken("Exit restores the table.",
                        module -> hooked(module, Pinning.NONE, call -> call.call(msleep())).exit(body -> {}))
                .variant("broken-counted", "Exit restores the table and waits until no call is counted.",
                        module -> hooked(module.counter("in_flight", 2), Pinning.NONE, call -> call
                                        .call(increment("in_flight"))
                                        .call(msleep())
                                        .call(decrement("in_flight")))
                                .exit(body -> body.loop(above("in_flight", 0), loop -> loop.call(msleep()))))
                .mended("Whoever calls the hook holds the module.",
                        module -> hooked(module, Pinning.OWNER, call -> call.call(msleep())).exit(body -> {}))
                .build();
    }

    private static ProtocolBuilder hooked(ProtocolBuilder module, Pinning pinning, Consumer<Body> call) {
        return module.fileOperations("hooked_call", 1, pinning, call);
    }
}
