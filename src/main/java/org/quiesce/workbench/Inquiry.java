package org.quiesce.workbench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Completion;
import org.quiesce.sim.Limits;
import org.quiesce.sim.Search;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.spec.OwnFormula;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcRequest;
import org.quiesce.tlc.TlcTrace;
import org.quiesce.tlc.Verdict;

/** Has TLC answer a {@link Question}, and the simulator check the answer as far as it can. */
final class Inquiry {

    private final Question question;
    private final LoweredProtocol lowered;
    private final Simulator simulator;
    private final EmittedSpec spec;

    Inquiry(Question question, Semantics semantics) {
        this.question = question;
        this.lowered = Lowering.lower(question.protocol(), question.granularity(), question.profile());
        this.simulator = semantics.simulator(lowered, question.profile());
        this.spec = semantics.spec(lowered);
    }

    Answer answer(Tlc tlc) {
        Instant deadline = Instant.now().plus(question.timeout());
        TlcOutcome outcome = tlc.run(request());
        if (outcome instanceof TlcOutcome.SpecRejected rejected) {
            return new Answer.Rejected(rejected.reason());
        } else if (outcome instanceof TlcOutcome.EvaluationFailed failed) {
            return new Answer.Rejected(failed.reason());
        } else if (outcome instanceof TlcOutcome.TimedOut || outcome instanceof TlcOutcome.OutOfMemory) {
            return new Answer.Undecided(((TlcOutcome.Failure) outcome).message());
        } else if (outcome instanceof TlcOutcome.Failure failure) {
            return new Answer.Unreliable(failure.message());
        }
        TlcOutcome.Completed completed = (TlcOutcome.Completed) outcome;
        if (completed.verdict() instanceof Verdict.NoError) {
            return holds(completed, Duration.between(Instant.now(), deadline));
        } else if (completed.verdict() instanceof Verdict.InvariantViolated violated
                && violated.name().equals(EmittedSpec.WITHIN_BOUNDS)) {
            return new Answer.Undecided("some run leaves the bounds of the model; raise them, for threads with"
                    + " --threads NAME=N");
        }
        return completed.trace().map(this::violated)
                .orElseGet(() -> new Answer.Unreliable("TLC reports a violation without a trace"));
    }

    private TlcRequest request() {
        return TlcRequest.module(spec.moduleName(), spec.textWith(question.formula()))
                .config(spec.asking(question.formula(), question.profile()))
                .mode(question.formula().form() == OwnFormula.Form.INVARIANT
                        ? TlcRequest.Mode.SAFETY
                        : TlcRequest.Mode.LIVENESS)
                .jvm(Effort.UNKNOWN.jvm())
                .heapMebibytes(Effort.UNKNOWN.heapMebibytes())
                .timeout(question.timeout())
                .build();
    }

    private Answer holds(TlcOutcome.Completed completed, Duration left) {
        long states = completed.counts().orElseThrow().distinct();
        if (left.isNegative() || left.isZero()) {
            return new Answer.Undecided("no time is left for the simulator to count the states");
        }
        SearchResult all = Search.of(simulator)
                .within(Limits.none().withTime(left).withBytes(Runtime.getRuntime().maxMemory() / 2))
                .check(List.of());
        if (all.completion() instanceof Completion.Stopped) {
            return new Answer.Undecided("TLC finds it true, but the simulator could not count all the states; allow more"
                    + " time or memory");
        } else if (all.statistics().states() != states) {
            return new Answer.Unreliable("the simulator has " + all.statistics().states() + " distinct states, TLC " + states);
        }
        return new Answer.Holds(states);
    }

    private Answer violated(TlcTrace trace) {
        List<Snapshot> states;
        try {
            states = new SnapshotDecoder(lowered).states(trace);
        } catch (SnapshotDecoder.UndecodableException e) {
            return new Answer.Unreliable("TLC's counterexample can't be read: " + e.getMessage());
        }
        OptionalInt loop = OptionalInt.empty();
        if (trace.ending() instanceof TlcTrace.Stuttering) {
            loop = OptionalInt.of(states.size() - 1);
        } else if (trace.ending() instanceof TlcTrace.BackTo back) {
            loop = OptionalInt.of(back.state() - 1);
        }
        Simulation run = Simulation.of(simulator, new Course.Given(states, loop));
        return run.end() instanceof Simulation.End.Unexplained unexplained
                ? new Answer.Unreliable("the simulator can't follow TLC's counterexample: " + unexplained.why())
                : new Answer.Violated(run);
    }
}
