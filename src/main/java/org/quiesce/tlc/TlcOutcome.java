package org.quiesce.tlc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What came of one run: a verdict ({@link Completed}), or a {@link Failure}, which is never a verdict. */
public sealed interface TlcOutcome permits TlcOutcome.Completed, TlcOutcome.Failure {

    /**
     * TLC reached a verdict and all of its output agrees with it.
     *
     * @param counts empty where TLC prints none: a false assumption, or a property broken by an initial state
     * @param trace present exactly when the verdict is a violation with a behaviour
     * @param coverage present when asked for and at least one step was explored
     * @param graph present when the mode is {@link TlcRequest.Mode#GRAPH} and the verdict is no error
     * @param exitStatus of the child JVM
     * @param version TLC's own version line, for example {@code TLC2 Version 2.18 of 20 March 2023}
     * @param source whether TLC ran for it
     */
    record Completed(
            Verdict verdict,
            Optional<StateCounts> counts,
            Optional<TlcTrace> trace,
            Optional<TlcCoverage> coverage,
            Optional<StateGraph> graph,
            int exitStatus,
            String version,
            Source source)
            implements TlcOutcome {

        Completed with(StateGraph read) {
            return new Completed(verdict, counts, trace, coverage, Optional.of(read), exitStatus, version, source);
        }

        Completed from(Source other) {
            return new Completed(verdict, counts, trace, coverage, graph, exitStatus, version, other);
        }
    }

    /** Where an outcome comes from. */
    enum Source {
        /** TLC ran. */
        RUN,
        /** TLC ran earlier, and its output was kept. */
        CACHE
    }

    /**
     * How much was explored.
     *
     * @param generated states generated, initial states and repetitions included
     * @param distinct different states found
     * @param queued states found but not explored: 0 unless the run ended early
     * @param depth states on the longest of the shortest paths from an initial state; TLC omits it after a liveness
     *     violation
     */
    record StateCounts(long generated, long distinct, long queued, OptionalInt depth) {}

    /** The run has no verdict. */
    sealed interface Failure extends TlcOutcome {
        /** One line: what happened and what to do. */
        String message();

        /** The last lines of the child's output, standard error last; clipped. */
        List<String> tail();
    }

    /** The time limit passed; the child was killed. */
    record TimedOut(Duration limit, List<String> tail) implements Failure {
        public TimedOut {
            tail = List.copyOf(tail);
        }

        @Override
        public String message() {
            return "TLC did not finish within " + limit.toMillis() / 1000.0
                    + " s and was stopped; allow more time or make the model smaller";
        }
    }

    /** The child ran out of heap. */
    record OutOfMemory(int heapMebibytes, List<String> tail) implements Failure {
        public OutOfMemory {
            tail = List.copyOf(tail);
        }

        @Override
        public String message() {
            return "TLC ran out of its " + heapMebibytes + " MiB of heap; allow more heap or make the model smaller";
        }
    }

    /** The run was cancelled: its {@link Tlc} was closed or its thread interrupted. The child was killed. */
    record Cancelled(List<String> tail) implements Failure {
        public Cancelled {
            tail = List.copyOf(tail);
        }

        @Override
        public String message() {
            return "the TLC run was cancelled before it finished";
        }
    }

    /** The child ended in a way that is none of TLC's. */
    record Crashed(int exitStatus, List<String> tail) implements Failure {
        private static final int LAST_LINES = 3;
        private static final int LONGEST_WORDS = 400;

        public Crashed {
            tail = List.copyOf(tail);
        }

        @Override
        public String message() {
            return "TLC crashed with exit status " + exitStatus
                    + (exitStatus == 137 ? " (killed, often by the system for lack of memory)" : "")
                    + "; " + lastWords();
        }

        /** Without the frames of a stack trace, which say little on one line. */
        private String lastWords() {
            List<String> words = tail.stream()
                    .map(line -> line.strip().replaceAll("\\p{Cntrl}", "?"))
                    .filter(line -> !line.matches("at \\S+\\(.*\\)|\\.\\.\\. \\d+ more"))
                    .toList();
            String last = String.join(" / ", words.subList(Math.max(0, words.size() - LAST_LINES), words.size()));
            if (last.isEmpty()) {
                return "it printed nothing";
            }
            return "the last that it printed is: "
                    + (last.length() <= LONGEST_WORDS ? last : last.substring(0, LONGEST_WORDS) + "…");
        }
    }

    /** The child could not be started, or its files not be written. */
    record NotStarted(String reason) implements Failure {
        @Override
        public String message() {
            return "TLC could not be started: " + reason;
        }

        @Override
        public List<String> tail() {
            return List.of();
        }
    }

    /** Exit status, messages and evidence contradict each other, or some of them are missing. */
    record Unparsable(String what, List<String> tail) implements Failure {
        public Unparsable {
            tail = List.copyOf(tail);
        }

        @Override
        public String message() {
            return "TLC's output can't be trusted: " + what;
        }
    }

    /** SANY refuses a module, or TLC the configuration. */
    record SpecRejected(String reason, List<String> tail) implements Failure {
        public SpecRejected {
            tail = List.copyOf(tail);
        }

        @Override
        public String message() {
            return "TLC rejects the specification: " + reason;
        }
    }

    /**
     * The specification went wrong while TLC evaluated it, for instance {@code 1 + "a"}.
     *
     * @param trace the states up to the error, where TLC prints them; in the last one a variable without value is the
     *     model value {@code null}
     */
    record EvaluationFailed(String reason, Optional<TlcTrace> trace, List<String> tail) implements Failure {
        public EvaluationFailed {
            tail = List.copyOf(tail);
        }

        @Override
        public String message() {
            return "TLC could not evaluate the specification: " + reason;
        }
    }
}
