package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Run.Move;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.sim.Simulator;
import org.quiesce.tlc.TlcTrace;
import org.quiesce.workbench.SnapshotDecoder.UndecodableException;

/**
 * Reads a trace of TLC as a run.
 *
 * <p>TLC names the action of a step and not the context. The context is the one that could have taken it, as the
 * simulator sees it; where the simulator knows none, it is the first whose program has the step, and the replay will
 * say that the step is not possible.
 */
final class RunReader {

    private final LoweredProtocol lowered;
    private final SnapshotDecoder decoder;
    private final Simulator simulator;

    RunReader(LoweredProtocol lowered, Simulator simulator) {
        this.lowered = lowered;
        this.decoder = new SnapshotDecoder(lowered);
        this.simulator = simulator;
    }

    Run read(TlcTrace trace) throws UndecodableException {
        List<Snapshot> states = decoder.states(trace);
        List<Move> moves = new ArrayList<>();
        for (int i = 1; i < states.size(); i++) {
            moves.add(move(states.get(i - 1), trace.states().get(i).step(), states.get(i)));
        }
        Ending ending = new Ending.Finite();
        if (trace.ending() instanceof TlcTrace.Stuttering) {
            ending = new Ending.Stuck();
        } else if (trace.ending() instanceof TlcTrace.BackTo back) {
            // TLC leaves out the state that it came back to; the move that leads there is the last of the run.
            Snapshot first = states.get(back.state() - 1);
            moves.add(move(states.get(states.size() - 1), back.step(), first));
            ending = new Ending.Loop(back.state() - 1);
        }
        return new Run(states.get(0), moves, ending);
    }

    private Move move(Snapshot before, Optional<TlcTrace.Step> step, Snapshot after) throws UndecodableException {
        String action = step.map(TlcTrace.Step::action)
                .orElseThrow(() -> new UndecodableException("a step of the trace has no action"));
        return new Move(context(before, action, after), action, after);
    }

    private String context(Snapshot before, String action, Snapshot after) throws UndecodableException {
        List<String> able;
        try {
            able = simulator.contextsOf(before, action, after);
        } catch (IllegalArgumentException e) {
            throw new UndecodableException(e.getMessage());
        }
        if (!able.isEmpty()) {
            return able.get(0);
        }
        return lowered.programs().stream()
                .filter(p -> p.steps().stream().anyMatch(s -> s.action().equals(action)))
                .map(p -> p.contexts().get(0))
                .findFirst()
                .or(() -> SystemEvent.named(action).map(event -> lowered.contexts().get(0)))
                .orElseThrow(() -> new UndecodableException("the trace has an action '" + action
                        + "', which the protocol has not"));
    }
}
