package org.quiesce.workbench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Sight;
import org.quiesce.protocol.step.Snapshot;

/**
 * Whether a log of a real kernel is a run of a protocol.
 *
 * @param kernel    as which it was held
 * @param lowered   the protocol
 * @param tasks     which tasks play which contexts
 * @param sightings how many things the log says of the run
 * @param engines   who followed it
 * @param answer    what came of it
 * @param unseen    of what nothing could be looked at, as clauses
 */
public record Validation(Profile kernel, LoweredProtocol lowered, SortedMap<String, String> tasks, int sightings, Engines engines,
        Answer answer, List<String> unseen) {

    public Validation {
        tasks = new TreeMap<>(tasks);
        unseen = List.copyOf(unseen);
    }

    Validation(Profile kernel, LoweredProtocol lowered, Map<String, String> tasks, int sightings, Engines engines, Answer answer,
            List<String> unseen) {
        this(kernel, lowered, new TreeMap<>(tasks), sightings, engines, answer, unseen);
    }

    /** What came of it. */
    public sealed interface Answer {

        /** Some run shows the log. */
        record Accepted() implements Answer {}

        /**
         * No run does.
         *
         * @param line     of the first event that none explains
         * @param last     the line of the last thing that is explained, if any
         * @param seen     what the event says, if it says something of a context
         * @param why      of an event that no kernel shows there, or that is about a task that no context plays
         * @param possible the states in which the run could be before it
         */
        record Refused(int line, Optional<Integer> last, Optional<Sight> seen, Optional<String> why, List<Snapshot> possible)
                implements Answer {
            public Refused {
                possible = List.copyOf(possible);
            }
        }

        /**
         * Some run shows the log up to a line, and ends there with a fault, after which nothing is known.
         *
         * @param line    of the first event after it
         * @param outcome code of the fault
         */
        record EndsInFault(int line, String outcome) implements Answer {}

        /** It can't be told. */
        record Undecided(String why) implements Answer {}

        /** The engines do not agree, or one of them failed. */
        record Disputed(String why) implements Answer {}
    }
}
