package org.quiesce.workbench;

import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.spec.SpecEmitter;

/** Where a check gets its two semantics from. Tests put a broken one in its place, to see that it is noticed. */
interface Semantics {

    Simulator simulator(LoweredProtocol lowered, Profile profile);

    EmittedSpec spec(LoweredProtocol lowered);

    /** The real ones. */
    static Semantics genuine() {
        return new Semantics() {
            @Override
            public Simulator simulator(LoweredProtocol lowered, Profile profile) {
                return Simulator.of(lowered, profile);
            }

            @Override
            public EmittedSpec spec(LoweredProtocol lowered) {
                return SpecEmitter.emit(lowered);
            }
        };
    }
}
