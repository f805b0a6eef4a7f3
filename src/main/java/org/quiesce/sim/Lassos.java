package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Finds the shortest run that goes to some state and from there round for ever, fairly: the fewest moves in all, those
 * of the loop counted once, and of such runs one with the fewest changes of who acts, as it is written down.
 *
 * <p>The shortest loop that meets all demands of fairness is hard to find in general: the search goes over states
 * together with the demands that are met on the way, and there may be as many as there are subsets of the demands. It
 * is exact unless it has to look at more of them than it may. Where that is not enough the best loop found so far is taken, or one made
 * by {@link FairLoop}; then it may not be the shortest.
 */
final class Lassos {

    private final FairGraph graph;
    private final IntUnaryOperator actors;
    private final Stems stems;
    private final int mostWork;

    /** How the states of the graph are reached. */
    interface Stems {

        /** Length of a shortest way to a state; states with higher numbers are not nearer. */
        int moves(int state);

        /** On these ways. */
        Turns turns(int state);
    }

    /**
     * A run that goes round for ever.
     *
     * @param start   the state in which the loop begins
     * @param before  who acts last on the way there, or {@link Paths#ANYBODY}
     * @param loop    from the start back to it
     * @param moves   of the way and the loop together
     * @param changes of who acts, in these moves
     */
    record Lasso(int start, int before, List<FairLoop.Edge> loop, int moves, int changes) {

        private boolean isBetterThan(Lasso other) {
            return moves != other.moves ? moves < other.moves : changes < other.changes;
        }
    }

    /**
     * Prepares to look.
     *
     * @param actors   who acts, by label
     * @param mostWork how many states, each with the demands met, are looked at for one lasso
     */
    Lassos(FairGraph graph, IntUnaryOperator actors, Stems stems, int mostWork) {
        this.graph = graph;
        this.actors = actors;
        this.stems = stems;
        this.mostWork = mostWork;
    }

    /**
     * The shortest one.
     *
     * @param sets as {@link FairCycles#sets} gives them
     * @param most no more moves than these are of interest
     */
    Optional<Lasso> shortest(List<int[]> sets, int most) {
        Optional<Lasso> best = sets.stream().findFirst().map(this::greedy).filter(lasso -> lasso.moves() <= most);
        int work = mostWork;
        for (int[] states : sets) {
            FairSet set = new FairSet(graph, states);
            FairRounds rounds = new FairRounds(set, actors);
            for (int start = 0; set.isExact() && work > 0 && start < set.size(); start++) {
                int stem = stems.moves(set.original(start));
                int room = best.map(Lasso::moves).orElse(most) - stem;
                if (room < FairRounds.SHORTEST) {
                    break;
                }
                Optional<FairRounds.Round> round =
                        rounds.shortest(start, first(set, start), stems.turns(set.original(start)), room, work);
                work -= rounds.work();
                Optional<Lasso> found = round.map(r -> lasso(set, stem, r));
                if (found.isPresent() && (best.isEmpty() || found.get().isBetterThan(best.get()))) {
                    best = found;
                }
            }
        }
        return best;
    }

    /** The first state that is not nearer than that one: a loop through a nearer one is part of a shorter run. */
    private int first(FairSet set, int start) {
        int first = start;
        while (first > 0 && stems.moves(set.original(first - 1)) == stems.moves(set.original(start))) {
            first--;
        }
        return first;
    }

    private static Lasso lasso(FairSet set, int stem, FairRounds.Round round) {
        List<FairLoop.Edge> loop = new ArrayList<>();
        round.edges().forEach(edge -> loop.add(new FairLoop.Edge(edge.label(), set.original(edge.to()))));
        return new Lasso(set.original(round.start()), round.before(), loop, stem + loop.size(), round.changes());
    }

    private Lasso greedy(int[] set) {
        List<FairLoop.Edge> loop = FairLoop.through(graph, set);
        Turns turns = stems.turns(set[0]);
        int first = actors.applyAsInt(loop.get(0).label());
        int changes = turns.changesWhen(first);
        for (int i = 1; i < loop.size(); i++) {
            changes += actors.applyAsInt(loop.get(i - 1).label()) == actors.applyAsInt(loop.get(i).label()) ? 0 : 1;
        }
        return new Lasso(set[0], turns.canEndWith(first) ? first : Paths.ANYBODY, loop,
                stems.moves(set[0]) + loop.size(), changes);
    }
}
