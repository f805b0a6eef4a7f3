package org.quiesce.tlc;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TLC's violation messages: the exit status and the evidence each must come with, and the verdict it stands for. */
enum ViolationKind {
    ASSUMPTION_FALSE(
            MessageCode.ASSUMPTION_FALSE,
            10,
            "Assumption (.*?) is false.*",
            Verdict.AssumptionFalse::new,
            said -> said.trace().isEmpty()),
    DEADLOCK(
            MessageCode.DEADLOCK,
            11,
            "(Deadlock) reached.*",
            text -> new Verdict.Deadlock(),
            ViolationKind::hasFiniteRun),
    INVARIANT(
            MessageCode.INVARIANT_VIOLATED,
            12,
            "Invariant (.*?) is violated.*",
            Verdict.InvariantViolated::new,
            ViolationKind::hasFiniteRun),
    INVARIANT_INITIALLY(
            MessageCode.INVARIANT_VIOLATED_INITIALLY,
            12,
            "Invariant (.*?) is violated.*",
            Verdict.InvariantViolated::new,
            ViolationKind::hasOneState),
    TEMPORAL_PROPERTY(
            MessageCode.TEMPORAL_PROPERTY_VIOLATED,
            13,
            "Temporal propert(?:y|ies) (?:(.*?) )?(?:was|were|is) violated.*",
            ViolationKind::propertyIfNamed,
            ViolationKind::hasInfiniteRun),
    ACTION_PROPERTY(
            MessageCode.ACTION_PROPERTY_VIOLATED,
            13,
            "Action property (.*?) is violated.*",
            ViolationKind::propertyIfNamed,
            ViolationKind::hasFiniteRun),
    PROPERTY_INITIALLY(
            MessageCode.PROPERTY_VIOLATED_INITIALLY,
            13,
            "Property (.*?) is violated.*",
            ViolationKind::propertyIfNamed,
            ViolationKind::hasOneState),
    ASSERTION(
            MessageCode.ASSERTION_FAILED,
            14,
            "The first argument of Assert evaluated to FALSE; the second argument was:\\s*(.*)",
            Verdict.AssertionFailed::new,
            said -> true);

    private final int code;
    private final int exitStatus;
    private final Pattern text;
    private final Function<String, Verdict> verdict;
    private final Predicate<Transcript> evidence;

    ViolationKind(
            int code, int exitStatus, String text, Function<String, Verdict> verdict, Predicate<Transcript> evidence) {
        this.code = code;
        this.exitStatus = exitStatus;
        this.text = Pattern.compile(text, Pattern.DOTALL);
        this.verdict = verdict;
        this.evidence = evidence;
    }

    static boolean isAnnouncedBy(int code) {
        return Arrays.stream(values()).anyMatch(kind -> kind.code == code);
    }

    /** The kinds that the transcript announces. */
    static List<ViolationKind> announced(Transcript said) {
        return Arrays.stream(values()).filter(kind -> said.has(kind.code)).toList();
    }

    int code() {
        return code;
    }

    int exitStatus() {
        return exitStatus;
    }

    boolean hasEvidence(Transcript said) {
        return evidence.test(said);
    }

    /** The verdict; empty if the message does not read as expected. */
    Optional<Verdict> verdict(Transcript said) {
        Matcher m = text.matcher(said.text(code));
        return m.matches() ? Optional.of(verdict.apply(m.group(1) == null ? "" : m.group(1))) : Optional.empty();
    }

    private static Verdict propertyIfNamed(String name) {
        return new Verdict.PropertyViolated(name.isEmpty() ? List.of() : List.of(name));
    }

    private static boolean hasOneState(Transcript said) {
        return said.trace().filter(trace -> trace.states().size() == 1).isPresent();
    }

    private static boolean hasFiniteRun(Transcript said) {
        return said.counts().isPresent()
                && said.trace().filter(trace -> trace.ending() instanceof TlcTrace.Finite).isPresent();
    }

    private static boolean hasInfiniteRun(Transcript said) {
        return said.counts().isPresent()
                && said.trace().filter(trace -> !(trace.ending() instanceof TlcTrace.Finite)).isPresent();
    }
}
