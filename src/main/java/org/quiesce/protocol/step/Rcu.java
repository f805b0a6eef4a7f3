package org.quiesce.protocol.step;

import java.util.List;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.Protocol;

/** For whom {@code synchronize_rcu()} waits: what decides is how RCU is built, not the preemption mode of the boot. */
enum Rcu {
    /** CONFIG_PREEMPT_RCU or CONFIG_PREEMPT_COUNT: for interrupt handlers and what runs with bottom halves disabled. */
    PREEMPTIBLE,
    /** Neither: for all code that runs without a context switch. */
    CLASSIC;

    /** The contexts of a protocol, other than the loader itself, whose code can delay a grace period. */
    List<String> readers(Protocol protocol) {
        return protocol.programs().stream()
                .filter(this::delays)
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    private boolean delays(Program program) {
        if (program instanceof Program.Callback callback && callback.kind().sleeping() == Sleeping.FORBIDDEN) {
            return true;
        }
        return this == CLASSIC && !(program instanceof Program.Loader || program instanceof Program.Environment);
    }
}
