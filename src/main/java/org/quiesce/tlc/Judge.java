package org.quiesce.tlc;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides what a finished run means. A verdict is given only if the exit status, the closing messages and the evidence
 * say the same; otherwise the output is unparsable.
 */
record Judge(TlcRequest request, Transcript said, int exitStatus, List<String> tail) {
    private static final int LONGEST_REASON = 1_000;
    /** What TLC says before it says what happened. */
    private static final Pattern PREAMBLE = Pattern.compile(
            "TLC threw an unexpected exception\\.\\s+This was probably caused by .*?"
                    + "The exception was an? \\S+\\s*:\\s*",
            Pattern.DOTALL);

    TlcOutcome outcome() {
        return switch (exitStatus) {
            case 0 -> noError();
            case 10, 11, 12, 13, 14 -> violation();
            case 75, 76, 77 -> new TlcOutcome.EvaluationFailed(reasons(), said.trace(), tail);
            // A signal that reached the child before its parent, as Ctrl-C does.
            case 130, 143 -> new TlcOutcome.Cancelled(tail);
            case 150 -> new TlcOutcome.SpecRejected(SanyOutput.of(said.strayLines()).summary(), tail);
            case 151 -> new TlcOutcome.SpecRejected(reasons(), tail);
            default -> noVerdict();
        };
    }

    private TlcOutcome noError() {
        List<ViolationKind> violations = ViolationKind.announced(said);
        if (said.occurrences(MessageCode.NO_ERROR) != 1) {
            return unparsable("exit status 0 without one message that no error was found");
        } else if (!violations.isEmpty()) {
            return unparsable("exit status 0, yet it reports " + violations);
        } else if (!said.errors().isEmpty()) {
            return unparsable("exit status 0, yet it reports: " + reasons());
        } else if (said.trace().isPresent()) {
            return unparsable("exit status 0, yet there is an error trace");
        } else if (said.counts().filter(c -> c.queued() == 0 && c.depth().isPresent()).isEmpty()) {
            return unparsable("exit status 0 without the counts of a complete search");
        } else if (said.has(MessageCode.CHECKING_TEMPORAL) != said.has(MessageCode.CHECKED_TEMPORAL)) {
            return unparsable("exit status 0, yet the check of temporal properties did not finish");
        } else if (request.mode() == TlcRequest.Mode.LIVENESS && !said.has(MessageCode.CHECKED_TEMPORAL)) {
            return new TlcOutcome.SpecRejected(
                    "it has no temporal property to check for liveness; name one in the configuration", tail);
        } else if (request.options().contains(TlcRequest.Option.COVERAGE) && said.coverage().isEmpty()) {
            return unparsable("the coverage report is missing");
        }
        return completed(new Verdict.NoError());
    }

    private TlcOutcome violation() {
        List<ViolationKind> announced = ViolationKind.announced(said);
        if (announced.size() != 1 || said.occurrences(announced.get(0).code()) != 1) {
            return unparsable("exit status " + exitStatus + " needs one violation message, there are " + announced);
        }
        ViolationKind kind = announced.get(0);
        if (kind.exitStatus() != exitStatus) {
            return unparsable("exit status " + exitStatus + " does not go with " + kind);
        } else if (said.has(MessageCode.NO_ERROR)) {
            return unparsable(kind + ", yet it says that no error was found");
        } else if (!said.errors().stream().allMatch(error -> belongsTo(kind, error))) {
            return unparsable(kind + " together with other errors: " + reasons());
        } else if (!kind.hasEvidence(said)) {
            return unparsable(
                    said.fault().orElse(kind + " without its evidence: trace, ending or state counts are missing"));
        }
        return kind.verdict(said)
                .map(this::completed)
                .orElseGet(() -> unparsable(kind + " is announced as: " + reasons()));
    }

    private static boolean belongsTo(ViolationKind kind, Transcript.ErrorMessage error) {
        return error.code() == kind.code() || MessageCode.isCompanion(error.code());
    }

    private TlcOutcome completed(Verdict verdict) {
        if (said.fault().isPresent()) {
            return unparsable(said.fault().get());
        } else if (said.occurrences(MessageCode.FINISHED) != 1) {
            return unparsable("the closing message that TLC finished is missing");
        }
        return new TlcOutcome.Completed(
                verdict,
                said.counts(),
                said.trace(),
                request.options().contains(TlcRequest.Option.COVERAGE) ? said.coverage() : Optional.empty(),
                Optional.empty(),
                exitStatus,
                said.text(MessageCode.VERSION),
                TlcOutcome.Source.RUN);
    }

    private TlcOutcome noVerdict() {
        if (said.ranOutOfMemory() || tail.stream().anyMatch(line -> line.contains("java.lang.OutOfMemoryError"))) {
            return new TlcOutcome.OutOfMemory(request.heapMebibytes(), tail);
        }
        // TLC reports bad syntax in the configuration as an exception it did not expect.
        return said.configurationError()
                .<TlcOutcome>map(reason -> new TlcOutcome.SpecRejected(oneLine(reason), tail))
                .orElseGet(() -> new TlcOutcome.Crashed(exitStatus, tail));
    }

    private TlcOutcome unparsable(String what) {
        return new TlcOutcome.Unparsable(oneLine(what), tail);
    }

    private String reasons() {
        String all = said.errors().stream()
                .filter(error -> !MessageCode.isCompanion(error.code()))
                .map(error -> PREAMBLE.matcher(error.text()).replaceFirst(""))
                .collect(Collectors.joining("; "));
        return all.isBlank() ? "TLC gives no reason" : oneLine(all);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " ...";
    }
}
