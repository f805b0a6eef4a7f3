package org.quiesce.protocol.step;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.OperationTrait;

/** For whom {@code synchronize_rcu()} waits: what decides is how RCU is built, not the preemption mode of the boot. */
enum Rcu {
    /**
     * CONFIG_PREEMPT_RCU or CONFIG_PREEMPT_COUNT: for read sections, for interrupt handlers and for what runs with
     * preemption, interrupts or bottom halves disabled.
     */
    PREEMPTIBLE,
    /** Neither: for all code that runs without a context switch. */
    CLASSIC;

    /** The contexts of a protocol that can delay a grace period that a program waits for. */
    RcuReaders readers(Protocol protocol, Program waiting) {
        // A program that runs once does not wait for itself.
        List<Program> others = protocol.programs().stream()
                .filter(p -> !p.equals(waiting) || p.count() > 1)
                .toList();
        return new RcuReaders(
                contexts(others.stream().filter(this::delays)),
                contexts(others.stream().filter(p -> !delays(p) && hasSections(p))));
    }

    private boolean delays(Program program) {
        if (program instanceof Program.Callback callback && callback.kind().sleeping() == Sleeping.FORBIDDEN) {
            return true;
        }
        return this == CLASSIC && !(program instanceof Program.Environment);
    }

    private static boolean hasSections(Program program) {
        return program.operations(OperationTrait.BeginsSection.class).findAny().isPresent();
    }

    private static List<String> contexts(Stream<Program> programs) {
        return programs.flatMap(p -> p.contexts().stream()).toList();
    }
}
