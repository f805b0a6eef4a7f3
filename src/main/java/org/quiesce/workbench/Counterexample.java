package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.Simulator;
import org.quiesce.trace.Diagnosis.Account;
import org.quiesce.trace.Diagnosis;
import org.quiesce.trace.Outcomes;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;

/**
 * A run that violates a property.
 *
 * @param trace    the run
 * @param story    the run in kernel terms
 * @param account  what went wrong
 * @param outcome  what a real kernel would show
 * @param replay   what the replay on the simulator said; empty if no second engine took part
 * @param certainty whether it is a run of the C file that the protocol was read from; empty if it was from none
 * @param ofTlc    if this is the simulator's own run: what the replay of the one that TLC found said, if it took part
 */
public record Counterexample(
        Trace trace,
        Story story,
        Account account,
        Outcome outcome,
        Optional<Certainty> certainty,
        Optional<ReplayReport> replay,
        Optional<ReplayReport> ofTlc) {

    /** Of a run that is said to violate the property; it is replayed. */
    static Counterexample of(
            LoweredProtocol lowered, Profile profile, Simulator simulator, Property property, Run found, Trace.Engine engine) {
        Run run = Replays.forEver(simulator, property, found);
        Trace trace = new Trace(lowered.protocol().name(), lowered.fingerprint(), profile.name(), lowered.granularity(), property,
                engine, run);
        return new Counterexample(trace, Story.of(lowered, run), Diagnosis.of(lowered, property, run),
                Outcomes.of(lowered, profile, property, run), Certainty.of(lowered, profile, run),
                Optional.of(Replays.report(simulator, property, run)), Optional.empty());
    }

    /** What went wrong, in one or two sentences. */
    public String sentence() {
        return account.sentence();
    }

    /** Whether the replay said that it happens and violates the property. */
    boolean isConfirmed() {
        return replay.filter(ReplayReport::confirmed).isPresent();
    }

    /** The same, found besides one of TLC. */
    Counterexample besides(Optional<ReplayReport> tlc) {
        return new Counterexample(trace, story, account, outcome, certainty, replay, tlc);
    }

    /** The same run on another kernel. */
    Counterexample on(Profile profile) {
        Trace moved = new Trace(trace.protocol(), trace.fingerprint(), profile.name(), trace.granularity(),
                trace.property(), trace.engine(), trace.run());
        return new Counterexample(moved, story, account, outcome, certainty, replay, ofTlc);
    }
}
