package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.Run;

/** Decides progress properties: looks for a run that, fairly, stays or goes round for ever with something pending. */
final class Endings {

    /** For one loop; more than any model of the atlas needs. */
    private static final int MOST_WORK = 1 << 20;

    private final Machine machine;
    private final Exploration exploration;
    private final Paths paths;
    private final StoredGraph cyclic;

    /**
     * Prepares to look.
     *
     * @param obligations all that will be asked about
     */
    Endings(Machine machine, Exploration exploration, Paths paths, List<Obligation> obligations, Watch watch) {
        this.machine = machine;
        this.exploration = exploration;
        this.paths = paths;
        FairGraph graph = new ReachableGraph(machine, exploration.table(), watch);
        int[] pending = pending(IntStream.range(0, graph.size()), Obligation.anyOf(obligations));
        // Most states are on no cycle at all: only the edges of those that are get stored.
        int[] onCycles = Components.of(graph, pending).stream().flatMapToInt(IntStream::of).sorted().toArray();
        this.cyclic = new StoredGraph(graph, onCycles);
    }

    /** A run that was found but not yet told, by its moves and how often who acts changes. */
    private record Found(int moves, int changes, Supplier<Run> run) {

        private static final Comparator<Found> SHORTEST =
                Comparator.comparingInt(Found::moves).thenComparingInt(Found::changes);
    }

    /**
     * A run that does not meet one of the obligations: one with the fewest moves, those that it repeats for ever
     * counted once, and of these one with the fewest changes of who acts. That there is none shorter that goes round is
     * claimed within the bounds of {@link Lassos}.
     */
    Optional<Run> violation(List<Obligation> obligations) {
        List<Found> found = new ArrayList<>();
        for (Obligation obligation : obligations) {
            stuck(obligation).ifPresent(found::add);
            loop(obligation, found.stream().mapToInt(Found::moves).min().orElse(Integer.MAX_VALUE))
                    .ifPresent(found::add);
        }
        return found.stream().min(Found.SHORTEST).map(shortest -> shortest.run.get());
    }

    private Optional<Found> stuck(Obligation obligation) {
        int[] states = pending(IntStream.of(exploration.stuck().toArray()), obligation.pending());
        if (states.length == 0) {
            return Optional.empty();
        }
        int distance = paths.distance(states[0]);
        int[] nearest = IntStream.of(states).takeWhile(state -> paths.distance(state) == distance).toArray();
        int changes = paths.turns(paths.fewestTurns(nearest)).changes();
        return Optional.of(new Found(distance, changes,
                () -> paths.to(IntStream.of(nearest), new Run.Ending.Stuck())));
    }

    private Optional<Found> loop(Obligation obligation, int most) {
        long[] state = new long[machine.layout().words()];
        int[] states = IntStream.range(0, cyclic.size()).filter(i -> {
            exploration.table().read(cyclic.original(i), state);
            return obligation.pending().test(state);
        }).toArray();
        return new Lassos(cyclic, machine.labels()::actor, stems(), MOST_WORK)
                .shortest(new FairCycles(cyclic).sets(states), most)
                .map(lasso -> new Found(lasso.moves(), lasso.changes(), () -> run(lasso)));
    }

    private Lassos.Stems stems() {
        return new Lassos.Stems() {
            @Override
            public int moves(int state) {
                return paths.distance(cyclic.original(state));
            }

            @Override
            public Turns turns(int state) {
                return paths.turns(cyclic.original(state));
            }
        };
    }

    private Run run(Lassos.Lasso lasso) {
        List<Run.Move> moves = new ArrayList<>(paths.moves(cyclic.original(lasso.start()), lasso.before()));
        int back = moves.size();
        lasso.loop().forEach(edge -> moves.add(paths.move(edge.label(), cyclic.original(edge.to()))));
        return new Run(machine.layout().decode(machine.initial()), moves, new Run.Ending.Loop(back));
    }

    private int[] pending(IntStream states, StateTest test) {
        long[] state = new long[machine.layout().words()];
        return states.filter(number -> {
            exploration.table().read(number, state);
            return test.test(state);
        }).toArray();
    }
}
