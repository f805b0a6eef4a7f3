package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.kernel.Profile;
import org.quiesce.sim.Simulator;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;

/** The run that ends well, and is like one that does not for as long as any; the simulator finds it. */
public sealed interface NearMiss {

    /** So many states are looked at: more would keep who reads an explanation waiting. */
    int MOST_STATES = 200_000;

    /**
     * A run that ends well.
     *
     * @param story  cut off where it has ended well
     * @param common how many steps it has in common with the bad one
     */
    record Found(Story story, int common) implements NearMiss {}

    /** There is none, or none was found; the sentence says which. */
    record Missing(String why) implements NearMiss {}

    /**
     * The near miss of a run; nothing if the run is cut off, as then it does not go on for ever.
     *
     * @param protocol of which the trace is
     */
    static Optional<NearMiss> of(Trace trace, Protocol protocol, Profile profile) {
        LoweredProtocol lowered = Lowering.lower(protocol, trace.granularity(), profile);
        return org.quiesce.sim.NearMiss.of(Simulator.of(lowered, profile), trace.property(), trace.run(), MOST_STATES)
                .map(outcome -> of(lowered, outcome));
    }

    private static NearMiss of(LoweredProtocol lowered, org.quiesce.sim.NearMiss.Outcome outcome) {
        if (outcome instanceof org.quiesce.sim.NearMiss.Outcome.Found found) {
            return new Found(Story.of(lowered, found.run()), found.common());
        }
        return new Missing(outcome instanceof org.quiesce.sim.NearMiss.Outcome.OutOfBound bound
                ? "none was found among the first " + bound.states() + " states"
                : "no run of the protocol ends well");
    }
}
