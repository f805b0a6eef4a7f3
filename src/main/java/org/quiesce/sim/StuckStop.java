package org.quiesce.sim;

import java.util.concurrent.atomic.AtomicBoolean;
import org.quiesce.protocol.property.Property;

/** The states that refute NoStuckStop: a stop is pending and nothing fair can happen. */
final class StuckStop implements StateTest {

    private final Machine machine;
    private final StateTest pending;

    StuckStop(Machine machine) {
        this.machine = machine;
        this.pending = pending(machine);
    }

    /** Whether a stop is waiting for its thread, in a run that goes on. */
    static StateTest pending(Machine machine) {
        return Obligation.anyOf(Obligation.of(Property.STOP_TERMINATES, machine));
    }

    @Override
    public boolean test(long[] state) {
        AtomicBoolean goesOn = new AtomicBoolean();
        machine.moves(state, new long[state.length], (label, after) -> {
            if (machine.labels().isFair(label)) {
                goesOn.set(true);
            }
        });
        return pending.test(state) && !goesOn.get();
    }
}
