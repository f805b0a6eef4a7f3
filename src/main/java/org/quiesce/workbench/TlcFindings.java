package org.quiesce.workbench;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.quiesce.protocol.property.Property;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcTrace;

/**
 * What TLC says of a protocol on a kernel.
 *
 * @param verdicts    by property; a property without verdict was not decided
 * @param states      distinct states, if some run saw them all
 * @param transitions ways from a state to a state, those to states already known included, if some run saw all states
 * @param neverTaken  the actions that TLC never took, if some run saw all states and counted how often each was taken
 * @param failure     why some property was not decided
 * @param version     TLC's own version line; empty if it never came so far
 */
record TlcFindings(
        Map<Property, TlcVerdict> verdicts,
        OptionalLong states,
        OptionalLong transitions,
        Optional<SortedSet<String>> neverTaken,
        Optional<TlcOutcome.Failure> failure,
        boolean leftBounds,
        String version) {

    TlcFindings {
        verdicts = Map.copyOf(verdicts);
    }

    /** What TLC says of a property. */
    sealed interface TlcVerdict {

        record Holds() implements TlcVerdict {}

        record Violated(TlcTrace trace) implements TlcVerdict {}
    }
}
