package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which combinations of exit status, messages and evidence are believed. */
class JudgeTest {
    private static final String STATES = "2217 4 1: <Initial predicate>\nx = 1#2217 4 2: <Go line 1, col 1 to line 1, col 2 of module M>\nx = 2";
    private static final String COUNTS = "2199 0 4 states generated, 2 distinct states found, 1 states left on queue.";

    @Test
    void aTruthfulNoErrorIsBelieved() {
        assertThat(judge(0, "NO_ERROR COMPLETE DEPTH FINISHED")).isInstanceOfSatisfying(TlcOutcome.Completed.class, c -> {
            assertThat(c.verdict()).isEqualTo(new Verdict.NoError());
            assertThat(c.counts()).contains(new TlcOutcome.StateCounts(1234567, 2, 0, OptionalInt.of(2)));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "11, DEADLOCK TRACE COUNTS FINISHED,             Deadlock[]",
        "12, INVARIANT TRACE COUNTS FINISHED,            InvariantViolated[name=Safe]",
        "12, INITIALLY FINISHED,                         InvariantViolated[name=Safe]",
        "13, TEMPORAL TRACE STUTTER COUNTS FINISHED,     PropertyViolated[names=[]]",
        "13, TEMPORAL TRACE BACK COUNTS FINISHED,        PropertyViolated[names=[]]",
        "13, TEMPORAL_NAMED TRACE BACK COUNTS FINISHED,  PropertyViolated[names=[Live]]",
        "13, ACTION TRACE COUNTS FINISHED,               PropertyViolated[names=[Act]]",
        "14, ASSERT TRACE COUNTS FINISHED,               AssertionFailed[message=\"boom\"]",
        "10, ASSUME FINISHED,                            AssumptionFalse[where=A]",
    })
    void aTruthfulViolationIsBelieved(int exit, String said, String verdict) {
        assertThat(judge(exit, said)).isInstanceOfSatisfying(TlcOutcome.Completed.class, completed ->
                assertThat(completed.verdict()).hasToString(verdict));
    }

    @ParameterizedTest
    @CsvSource({
        // No error, with something missing or something too much.
        "0, ''",
        "0, FINISHED",
        "0, COMPLETE DEPTH FINISHED",
        "0, NO_ERROR DEPTH FINISHED",
        "0, NO_ERROR COMPLETE FINISHED",
        "0, NO_ERROR COMPLETE DEPTH",
        "0, NO_ERROR COUNTS DEPTH FINISHED",
        "0, NO_ERROR COMPLETE DEPTH FINISHED CUT",
        "0, INVARIANT TRACE NO_ERROR COMPLETE DEPTH FINISHED",
        "0, INVARIANT NO_ERROR COMPLETE DEPTH FINISHED",
        "0, TRACE NO_ERROR COMPLETE DEPTH FINISHED",
        "0, GENERAL NO_ERROR COMPLETE DEPTH FINISHED",
        "0, CHECKING NO_ERROR COMPLETE DEPTH FINISHED",
        "0, NO_ERROR NO_ERROR COMPLETE DEPTH FINISHED",
        // A violation that contradicts itself.
        "12, ''",
        "12, INVARIANT COUNTS FINISHED",
        "12, TRACE COUNTS FINISHED",
        "12, INVARIANT TRACE FINISHED",
        "12, INVARIANT TRACE COUNTS",
        "12, INVARIANT TRACE NO_ERROR COUNTS FINISHED",
        "12, INVARIANT TRACE TRACE COUNTS FINISHED",
        "12, INVARIANT INVARIANT TRACE COUNTS FINISHED",
        "12, INVARIANT TRACE COUNTS DEADLOCK FINISHED",
        "12, INVARIANT TRACE GENERAL COUNTS FINISHED",
        "12, INVARIANT TRACE BACK COUNTS FINISHED",
        "12, INVARIANT GAP COUNTS FINISHED",
        "12, INVARIANT GARBLED COUNTS FINISHED",
        "12, INVARIANT TRACE COUNTS FINISHED CUT",
        "12, NAMELESS TRACE COUNTS FINISHED",
        "12, INITIALLY TRACE FINISHED",
        "12, TEMPORAL TRACE BACK COUNTS FINISHED",
        "13, INVARIANT TRACE COUNTS FINISHED",
        "13, TEMPORAL TRACE COUNTS FINISHED",
        "13, TEMPORAL BACK COUNTS FINISHED",
        "13, TEMPORAL TRACE FAR_BACK COUNTS FINISHED",
        "13, TEMPORAL TRACE BACK STUTTER COUNTS FINISHED",
        "11, INVARIANT TRACE COUNTS FINISHED",
        "10, ASSUME TRACE FINISHED",
    })
    void aContradictionIsNoVerdict(int exit, String said) {
        assertThat(judge(exit, said)).isInstanceOf(TlcOutcome.Unparsable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "75, GENERAL FINISHED, EvaluationFailed",
        "150, FINISHED, SpecRejected",
        "151, GENERAL FINISHED, SpecRejected",
        "255, CONFIG FINISHED, SpecRejected",
        "255, GENERAL FINISHED, Crashed",
        "1, '', Crashed",
        "137, INVARIANT TRACE COUNTS, Crashed",
        "153, MEMORY FINISHED, OutOfMemory",
        "130, '', Cancelled",
    })
    void otherExitStatusesAreFailures(int exit, String said, String failure) {
        assertThat(judge(exit, said)).satisfies(outcome -> {
            assertThat(outcome.getClass().getSimpleName()).isEqualTo(failure);
            assertThat(((TlcOutcome.Failure) outcome).message()).isNotBlank().doesNotContain("\n");
        });
    }

    @Test
    void argumentsThatLaterVersionsPrintAreKeptApart() {
        assertThat(TlcTrace.Step.parse("Go(w1,<<1, 2>>) line 1, col 2 to line 3, col 4 of module M"))
                .isEqualTo(new TlcTrace.Step(
                        "Go", Optional.of("w1,<<1, 2>>"), Optional.of(new SourceSpan("M", 1, 2, 3, 4))));
        assertThat(TlcTrace.Step.parse("Go")).isEqualTo(new TlcTrace.Step("Go", Optional.empty(), Optional.empty()));
    }

    @Test
    void anExceptionInsideAMessageIsReadAsBoth() {
        Transcript said = new Transcript(progress -> {});
        MessageReader reader = new MessageReader(said);
        """
                @!@!@STARTMSG 1000:1 @!@!@
                TLC threw an unexpected exception.
                : @!@!@STARTMSG 5006:0 @!@!@
                It was expecting a keyword.
                @!@!@ENDMSG 5006 @!@!@
                @!@!@ENDMSG 1000 @!@!@""".lines().forEach(reader::line);
        reader.end();

        assertThat(said.fault()).isEmpty();
        assertThat(said.configurationError()).contains("It was expecting a keyword.");
        assertThat(said.errors()).containsExactly(new Transcript.ErrorMessage(
                1000, "TLC threw an unexpected exception.\n: \nIt was expecting a keyword."));
    }

    private static TlcOutcome judge(int exit, String said) {
        Transcript transcript = new Transcript(progress -> {});
        MessageReader reader = new MessageReader(transcript);
        for (String word : said.isEmpty() ? new String[0] : said.split(" +")) {
            for (String block : block(word).split("#")) {
                String[] parts = block.split(" ", 3);
                reader.line("@!@!@STARTMSG " + parts[0] + ":" + parts[1] + " @!@!@");
                parts[2].lines().forEach(reader::line);
                if (!word.equals("CUT")) {
                    reader.line("@!@!@ENDMSG " + parts[0] + " @!@!@");
                }
            }
        }
        reader.end();
        return new Judge(FakeTlc.script("").build(), transcript, exit, List.of()).outcome();
    }

    private static String block(String word) {
        return switch (word) {
            case "NO_ERROR" -> "2193 0 Model checking completed. No error has been found.";
            case "COMPLETE" -> "2199 0 1,234,567 states generated, 2 distinct states found, 0 states left on queue.";
            case "COUNTS" -> COUNTS;
            case "DEPTH" -> "2194 0 The depth of the complete state graph search is 2.";
            case "FINISHED" -> "2186 0 Finished in 1ms at (2026-01-01 00:00:00)";
            case "TRACE" -> "2121 1 The behavior up to this point is:#" + STATES;
            case "GAP" -> STATES.replace("2: <", "3: <");
            case "GARBLED" -> STATES.replace("x = 2", "x = (2");
            case "STUTTER" -> "2218 4 3: Stuttering";
            case "BACK" -> "2122 4 1: Back to state: <Go line 1, col 1 to line 1, col 2 of module M>";
            case "FAR_BACK" -> "2122 4 7: Back to state: <Go line 1, col 1 to line 1, col 2 of module M>";
            case "DEADLOCK" -> "2114 1 Deadlock reached.";
            case "INVARIANT" -> "2110 1 Invariant Safe is violated.";
            case "NAMELESS" -> "2110 1 Something is violated.";
            case "INITIALLY" -> "2107 1 Invariant Safe is violated by the initial state:\n/\\ x = 1\n/\\ y = {}";
            case "TEMPORAL" -> "2116 1 Temporal properties were violated.\n#2264 1 The following behavior constitutes a counter-example:\n";
            case "TEMPORAL_NAMED" -> "2116 1 Temporal property Live was violated.";
            case "ACTION" -> "2112 1 Action property Act is violated.";
            case "ASSERT" -> "2132 1 The first argument of Assert evaluated to FALSE; the second argument was:\n\"boom\"";
            case "ASSUME" -> "2104 1 Assumption A is false.";
            case "GENERAL" -> "1000 1 TLC threw an unexpected exception.";
            case "CONFIG" -> "5006 0 TLC found an error in the configuration file at line 4#1000 1 TLC threw an exception.";
            case "MEMORY" -> "1001 1 Java ran out of memory.";
            case "CHECKING" -> "2192 0 Checking temporal properties for the complete state space";
            case "CUT" -> "2200 0 Progress(";
            default -> throw new IllegalArgumentException(word);
        };
    }
}
