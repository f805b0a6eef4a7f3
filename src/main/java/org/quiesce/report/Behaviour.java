package org.quiesce.report;

import java.util.Comparator;
import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/**
 * What a protocol does on a kernel, told by the first property that is violated, or else by its verdict.
 *
 * @param cell  as an entry of a table
 * @param brief as an entry of a table that has little room: without the property
 * @param does  as the predicate of a sentence
 */
record Behaviour(Line cell, Line brief, String does) {

    static Behaviour of(Checked check) {
        return telling(check)
                .map(p -> violation(p, p.counterexample().orElseThrow()))
                .orElseGet(() -> of(judged(check)));
    }

    /** What holds in part vacuously holds, if the model says where and why. */
    private static Verdict judged(Checked check) {
        boolean explained = check.conformance() instanceof Conformance.AsExpected;
        return check.verdict() == Verdict.VACUOUS && explained ? Verdict.HOLDS : check.verdict();
    }

    /**
     * The first property that is violated and has a counterexample, unless the check has a worse verdict. A warning
     * tells less than what comes of not heeding it.
     */
    static Optional<PropertyResult> telling(Checked check) {
        return check.result().properties().stream()
                .filter(p -> check.verdict() == Verdict.VIOLATED && p.verdict() == Verdict.VIOLATED)
                .filter(p -> p.counterexample().isPresent())
                .min(Comparator.comparing(Behaviour::onlyWarns));
    }

    private static boolean onlyWarns(PropertyResult violated) {
        return violated.counterexample().filter(c -> c.outcome() == Outcome.WARN).isPresent();
    }

    private static Behaviour violation(PropertyResult result, Counterexample counterexample) {
        Line outcome = Line.of(counterexample.outcome().code(), Tone.BAD);
        return new Behaviour(
                Line.of(result.property().id() + ": ", Tone.BAD).plus(outcome), outcome, does(counterexample.outcome()));
    }

    private static Behaviour of(Verdict verdict) {
        Line word = Line.of(verdict.word(), VerdictTable.tone(verdict));
        return new Behaviour(word, word, switch (verdict) {
            case HOLDS -> "holds";
            case VIOLATED -> "goes wrong";
            case VACUOUS -> "holds, in part vacuously,";
            case INCONCLUSIVE -> "is undecided";
            case DISPUTED -> "is disputed";
        });
    }

    private static String does(Outcome outcome) {
        return switch (outcome) {
            case TEXT_FAULT -> "runs freed code";
            case KASAN_UAF -> "uses freed memory";
            case WRONG_VICTIM -> "reaches the wrong task";
            case REFCOUNT -> "drops a reference too many";
            case NULL_DEREF -> "follows an invalid pointer";
            case HUNG_STOPPER, HUNG_OTHER, HUNG_KTHREAD -> "hangs";
            case SPIN -> "spins";
            case ATOMIC -> "sleeps in atomic context";
            case WARN_SLEEP -> "blocks in a wait window";
            case LOCKDEP -> "keeps a lock";
            case WARN -> "makes the kernel warn";
            case LEAK -> "leaks";
            case RMMOD_BUSY -> "can't be unloaded";
            case SUSPEND_FAIL -> "keeps the machine from being suspended";
            case EINTR -> "returns -EINTR";
            case DELAY -> "is late";
            case NONE -> "goes wrong unseen";
        };
    }
}
