package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.Run;

/** Decides progress properties: looks for a run that, fairly, stays or goes round for ever with something pending. */
final class Endings {

    private final Machine machine;
    private final Exploration exploration;
    private final Paths paths;
    private final StoredGraph cyclic;

    /**
     * Prepares to look.
     *
     * @param obligations all that will be asked about
     */
    Endings(Machine machine, Exploration exploration, List<Obligation> obligations, Watch watch) {
        this.machine = machine;
        this.exploration = exploration;
        this.paths = new Paths(machine, exploration.table());
        FairGraph graph = new ReachableGraph(machine, exploration.table(), watch);
        int[] pending = pending(IntStream.range(0, graph.size()), Obligation.anyOf(obligations));
        // Most states are on no cycle at all: only the edges of those that are get stored.
        int[] onCycles = Components.of(graph, pending).stream().flatMapToInt(IntStream::of).sorted().toArray();
        this.cyclic = new StoredGraph(graph, onCycles);
    }

    /** A run that does not meet one of the obligations: of those found the shortest. */
    Optional<Run> violation(List<Obligation> obligations) {
        List<Run> runs = new ArrayList<>();
        for (Obligation obligation : obligations) {
            stuck(obligation).ifPresent(runs::add);
            loop(obligation).ifPresent(runs::add);
        }
        return runs.stream().min(Comparator.comparingInt(run -> run.moves().size()));
    }

    private Optional<Run> stuck(Obligation obligation) {
        int[] states = pending(IntStream.of(exploration.stuck().toArray()), obligation.pending());
        return states.length == 0 ? Optional.empty() : Optional.of(paths.to(states[0], new Run.Ending.Stuck()));
    }

    private Optional<Run> loop(Obligation obligation) {
        long[] state = new long[machine.layout().words()];
        int[] states = IntStream.range(0, cyclic.size()).filter(i -> {
            exploration.table().read(cyclic.original(i), state);
            return obligation.pending().test(state);
        }).toArray();
        return new FairCycles(cyclic).find(states).map(this::run);
    }

    private Run run(int[] cycle) {
        Run prefix = paths.to(cyclic.original(cycle[0]), new Run.Ending.Finite());
        List<Run.Move> moves = new ArrayList<>(prefix.moves());
        FairLoop.through(cyclic, cycle)
                .forEach(edge -> moves.add(paths.move(edge.label(), cyclic.original(edge.to()))));
        return new Run(prefix.initial(), moves, new Run.Ending.Loop(prefix.moves().size()));
    }

    private int[] pending(IntStream states, StateTest test) {
        long[] state = new long[machine.layout().words()];
        return states.filter(number -> {
            exploration.table().read(number, state);
            return test.test(state);
        }).toArray();
    }
}
