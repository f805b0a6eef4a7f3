package org.quiesce.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.quiesce.WarmTlc;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.tlc.SanyOutcome;
import org.quiesce.tlc.StateGraph;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcRequest;
import org.quiesce.tlc.Verdict;

/** What TLC makes of emitted specifications. */
final class TlcRuns {

    private final Tlc tlc = WarmTlc.TLC;

    static EmittedSpec emit(Protocol protocol, Granularity granularity) {
        return SpecEmitter.emit(Lowering.lower(protocol, granularity));
    }

    static EmittedSpec emit(Protocol protocol, Granularity granularity, Profile profile) {
        return SpecEmitter.emit(Lowering.lower(protocol, granularity, profile));
    }

    /** Whether an invariant holds, which may use all that the module defines. */
    Verdict invariant(Protocol protocol, Granularity granularity, Profile profile, String invariant) {
        EmittedSpec spec = emit(protocol, granularity, profile);
        TlcRequest request = checking(spec, Optional.of(invariant))
                .config(spec.states(profile) + "INVARIANT Holds\n")
                .mode(TlcRequest.Mode.SAFETY)
                .timeout(Duration.ofMinutes(2))
                .build();
        return completed(tlc.run(request), spec).verdict();
    }

    /** The state graph, with an invariant checked in every state. */
    StateGraph graph(EmittedSpec spec, Profile profile, Optional<String> invariant) {
        TlcRequest request = checking(spec, invariant)
                .config(spec.states(profile) + invariant.map(text -> "INVARIANT Holds\n").orElse(""))
                .mode(TlcRequest.Mode.GRAPH)
                .timeout(Duration.ofMinutes(2))
                .build();
        TlcOutcome.Completed completed = completed(tlc.run(request), spec);
        return completed.graph().orElseThrow(() -> new AssertionError(
                spec.moduleName() + ": " + completed.verdict() + " " + completed.trace() + "\n" + invariant.orElse("")));
    }

    private static TlcRequest.Builder checking(EmittedSpec spec, Optional<String> invariant) {
        String extension = "---- MODULE Checked ----\nEXTENDS " + spec.moduleName() + "\n"
                + invariant.map(text -> "Holds ==\n" + text + "\n").orElse("") + "====\n";
        return TlcRequest.module("Checked", extension).alsoModule(spec.moduleName(), spec.text());
    }

    Verdict safety(Protocol protocol, Granularity granularity, Profile profile, Property property) {
        EmittedSpec spec = emit(protocol, granularity, profile);
        return run(spec, spec.safety(profile, List.of(property)), TlcRequest.Mode.SAFETY);
    }

    Verdict liveness(Protocol protocol, Granularity granularity, Profile profile, Property property) {
        EmittedSpec spec = emit(protocol, granularity, profile);
        return run(spec, spec.liveness(profile, List.of(property)), TlcRequest.Mode.LIVENESS);
    }

    /** Whether a temporal formula holds in place of a property's own. */
    Verdict temporal(
            Protocol protocol, Granularity granularity, Profile profile, Property property, String formula) {
        EmittedSpec spec = emit(protocol, granularity, profile);
        TlcRequest request = checking(spec, Optional.of(formula))
                .config(spec.liveness(profile, List.of(property)).replace("PROPERTY " + property.id(), "PROPERTY Holds"))
                .mode(TlcRequest.Mode.LIVENESS)
                .timeout(Duration.ofMinutes(2))
                .build();
        return completed(tlc.run(request), spec).verdict();
    }

    SanyOutcome parse(EmittedSpec spec) {
        return tlc.parse(TlcRequest.module(spec.moduleName(), spec.text()).build());
    }

    private Verdict run(EmittedSpec spec, String config, TlcRequest.Mode mode) {
        return completed(
                        tlc.run(TlcRequest.module(spec.moduleName(), spec.text())
                                .config(config)
                                .mode(mode)
                                .timeout(Duration.ofMinutes(2))
                                .build()),
                        spec)
                .verdict();
    }

    private static TlcOutcome.Completed completed(TlcOutcome outcome, EmittedSpec spec) {
        if (outcome instanceof TlcOutcome.Completed completed) {
            return completed;
        }
        TlcOutcome.Failure failure = (TlcOutcome.Failure) outcome;
        throw new AssertionError(spec.moduleName() + ": " + failure.message() + "\n" + String.join("\n", failure.tail()));
    }
}
