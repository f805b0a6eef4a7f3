package org.quiesce.sim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * What a search found.
 *
 * @param completion how it ended
 * @param verdicts   by id of the property, in the order in which they were asked for
 * @param coverage   what was ever done
 * @param statistics how much there was to see
 */
public record SearchResult(
        Completion completion, Map<String, Verdict> verdicts, Coverage coverage, Statistics statistics) {

    public SearchResult {
        verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
    }

    /** Whether every state within the bounds was seen. */
    public boolean sawAll() {
        return !(completion instanceof Completion.Stopped);
    }

    /** How many transitions there are; empty if not all of them were seen. */
    public OptionalLong allTransitions() {
        return sawAll() ? OptionalLong.of(statistics.transitions()) : OptionalLong.empty();
    }

    /**
     * The actions that were ever taken, for vacuity and coverage.
     *
     * @param taken   those that had their effect
     * @param faulted those that ended a run with a fault instead, each with how many of its micros, from the first on,
     *                had begun in the farthest of its faults: of several micros the later ones need never be reached
     */
    public record Coverage(SortedSet<String> taken, SortedMap<String, Integer> faulted) {
        public Coverage {
            taken = Collections.unmodifiableSortedSet(new TreeSet<>(taken));
            faulted = Collections.unmodifiableSortedMap(new TreeMap<>(faulted));
        }

        /** Whether a step ever did that, or faulted in it; in a step that always faults the micros after the fault never begin. */
        public boolean reached(Step step, Class<? extends Micro> kind) {
            int begun = taken.contains(step.action())
                    ? step.micros().size()
                    : faulted.getOrDefault(step.action(), 0);
            return step.micros().subList(0, begun).stream().anyMatch(kind::isInstance);
        }
    }

    /**
     * The size of the state space, or of what was seen of it.
     *
     * @param states      distinct states
     * @param transitions moves generated, those to states already known included
     * @param depth       moves from the initial state to the farthest one, on shortest runs
     * @param bytes       of the arrays that held the states; deciding progress takes more for a while
     */
    public record Statistics(long states, long transitions, int depth, long bytes) {

        /** Bytes per distinct state. */
        public double bytesPerState() {
            return (double) bytes / states;
        }
    }
}
