package org.quiesce.survey;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.csource.Abstraction;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CReading;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.TooLargeException;
import org.quiesce.sim.Completion;
import org.quiesce.sim.Limits;
import org.quiesce.sim.ProgressListener;
import org.quiesce.sim.Search;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.Verdict;
import org.quiesce.workbench.Certainty;
import org.quiesce.workbench.NotModelled;

/**
 * What came of one C file.
 *
 * @param outcome  how far it got
 * @param contexts how many programs the protocol has
 * @param threads  how many of them are kernel threads of the file
 * @param detail   the properties that are violated, or why there is no verdict
 * @param unmodelled what the file does that the protocol does not
 */
record Surveyed(String file, Outcome outcome, int contexts, int threads, String detail, List<String> unmodelled) {

    /** How far a file gets. */
    enum Outcome {
        CRASHED("crashed"),
        TIMED_OUT("no answer in time"),
        REFUSED("refused"),
        TOO_LARGE("too large to be searched"),
        STOPPED("search stopped at its limit"),
        UNMODELLED("inconclusive, as something is not modelled"),
        BOUNDS("inconclusive, as some run leaves the bounds"),
        POSSIBLE("violation possible"),
        CONDITIONAL("violation conditional"),
        CERTAIN("violation certain"),
        HOLDS("holds");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** Whether there is a protocol. */
        boolean isSliced() {
            return compareTo(REFUSED) > 0;
        }

        /** Whether all of the protocol was searched: inconclusive is a verdict, too. */
        boolean isVerdict() {
            return compareTo(STOPPED) > 0;
        }
    }

    /**
     * Reads a file and searches its protocol.
     *
     * @param listener told how far the search is
     */
    static Surveyed of(CSource source, Profile kernel, Limits limits, ProgressListener listener) {
        CReading reading;
        try {
            reading = CReader.read(source, Bounds.usual());
        } catch (CSourceException e) {
            return failed(source, Outcome.REFUSED, e.getMessage().lines().findFirst().orElse(""));
        }
        LoweredProtocol lowered = Lowering.lower(reading.protocol(), Granularity.MERGED, kernel);
        try {
            SearchResult found = Search.of(Simulator.of(lowered, kernel)).within(limits).reporting(listener).check(Property.of(lowered));
            return of(reading, lowered, kernel, found);
        } catch (TooLargeException e) {
            return new Surveyed(source.file(), Outcome.TOO_LARGE, reading.protocol().programs().size(),
                    reading.protocol().kthreads().size(), e.getMessage(), unmodelled(reading));
        }
    }

    /** A file of which there is nothing else to say. */
    static Surveyed failed(CSource source, Outcome outcome, String why) {
        return new Surveyed(source.file(), outcome, 0, 0, why.replace(source.file() + ": ", "")
                .replace(source.file() + ":", "line "), List.of());
    }

    private static Surveyed of(CReading reading, LoweredProtocol lowered, Profile kernel, SearchResult found) {
        String violated = found.verdicts().entrySet().stream()
                .filter(e -> e.getValue() instanceof Verdict.Violated && Property.named(e.getKey()).isPresent())
                .map(e -> e.getKey())
                .collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(" "));
        return new Surveyed(reading.source().file(), outcome(lowered, kernel, found),
                reading.protocol().programs().size(), reading.protocol().kthreads().size(), violated, unmodelled(reading));
    }

    private static List<String> unmodelled(CReading reading) {
        return reading.abstractions().stream()
                .filter(a -> a.kind() == Abstraction.Kind.UNMODELLED)
                .map(Abstraction::what)
                .toList();
    }

    private static Stream<Verdict.Violated> violations(SearchResult found) {
        return found.verdicts().entrySet().stream()
                .filter(e -> e.getValue() instanceof Verdict.Violated && Property.named(e.getKey()).isPresent())
                .map(e -> (Verdict.Violated) e.getValue());
    }

    private static Outcome outcome(LoweredProtocol lowered, Profile kernel, SearchResult found) {
        Optional<Certainty.Level> surest = violations(found)
                .map(violated -> Certainty.of(lowered, kernel, violated.run()).orElseThrow().level())
                .min(Comparator.naturalOrder());
        if (surest.isPresent()) {
            return switch (surest.get()) {
                case CERTAIN -> Outcome.CERTAIN;
                case CONDITIONAL -> Outcome.CONDITIONAL;
                case POSSIBLE -> Outcome.POSSIBLE;
            };
        } else if (found.completion() instanceof Completion.Stopped) {
            return Outcome.STOPPED;
        } else if (!NotModelled.of(lowered, kernel).isEmpty()) {
            return Outcome.UNMODELLED;
        }
        return found.completion() instanceof Completion.BoundsExceeded ? Outcome.BOUNDS : Outcome.HOLDS;
    }
}
