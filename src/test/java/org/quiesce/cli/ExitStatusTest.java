package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.report.Sheet;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.Grounds;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.TlcAnswers;
import org.quiesce.workbench.CheckResult.Failure;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

class ExitStatusTest {

    private static final Protocol PROTOCOL = Atlas.standard().entries().get(0).variants().get(0).protocol();
    private static final Conformance UNSTATED = new Conformance.Unstated();
    private static final Conformance AS_EXPECTED = new Conformance.AsExpected();
    private static final Conformance DIFFERS = new Conformance.Differs(List.of("something"));

    @Test
    void withoutExpectationEverythingMustHold() {
        assertThat(ExitStatus.of(checked(Verdict.HOLDS, UNSTATED))).isEqualTo(ExitStatus.OK);
        assertThat(ExitStatus.of(checked(Verdict.VIOLATED, UNSTATED))).isEqualTo(ExitStatus.NOT_AS_EXPECTED);
        assertThat(ExitStatus.of(checked(Verdict.VACUOUS, UNSTATED))).isEqualTo(ExitStatus.NOT_AS_EXPECTED);
    }

    @Test
    void expectedViolationIsFineAndUnexpectedSuccessIsNot() {
        assertThat(ExitStatus.of(checked(Verdict.VIOLATED, AS_EXPECTED))).isEqualTo(ExitStatus.OK);
        assertThat(ExitStatus.of(checked(Verdict.HOLDS, DIFFERS))).isEqualTo(ExitStatus.NOT_AS_EXPECTED);
    }

    @Test
    void failuresAreNeverJudgedByExpectations() {
        assertThat(ExitStatus.of(checked(Verdict.INCONCLUSIVE, DIFFERS))).isEqualTo(ExitStatus.INCONCLUSIVE);
        assertThat(ExitStatus.of(checked(Verdict.DISPUTED, AS_EXPECTED))).isEqualTo(ExitStatus.UNRELIABLE);
        assertThat(ExitStatus.of(failed(Failure.Kind.ENGINE))).isEqualTo(ExitStatus.UNRELIABLE);
        assertThat(ExitStatus.of(failed(Failure.Kind.LIMIT))).isEqualTo(ExitStatus.INCONCLUSIVE);
    }

    @Test
    void theWorstOfManyWins() {
        assertThat(ExitStatus.of(List.of(
                sheet(Verdict.VIOLATED), sheet(Verdict.INCONCLUSIVE)))).isEqualTo(ExitStatus.INCONCLUSIVE);
        assertThat(ExitStatus.of(List.of(
                sheet(Verdict.DISPUTED), sheet(Verdict.INCONCLUSIVE)))).isEqualTo(ExitStatus.UNRELIABLE);
    }

    /** The reasons that JSON gives are reasons for the exit status. */
    @Test
    void whatIsNotFineHasAReasonAndWhatIsFineHasNone() {
        for (Verdict verdict : Verdict.values()) {
            for (Conformance conformance : List.of(UNSTATED, AS_EXPECTED, DIFFERS)) {
                Checked check = checked(verdict, conformance);
                assertThat(Grounds.of(check).isEmpty())
                        .as("%s, %s", verdict, conformance)
                        .isEqualTo(ExitStatus.of(check) == ExitStatus.OK);
            }
        }
        assertThat(Grounds.of(failed(Failure.Kind.ENGINE))).containsExactly("message");
    }

    /** An audit says what holds when; only what it could not find out is a failure. */
    @Test
    void ofAnAuditOnlyWhatIsUndecidedCounts() {
        assertThat(ExitStatus.ofUndecided(Stream.of(
                result(Verdict.VIOLATED, Optional.empty()), result(Verdict.VACUOUS, Optional.empty()))))
                .isEqualTo(ExitStatus.OK);
        assertThat(ExitStatus.ofUndecided(Stream.of(
                result(Verdict.HOLDS, Optional.empty()), result(Verdict.INCONCLUSIVE, Optional.empty()))))
                .isEqualTo(ExitStatus.INCONCLUSIVE);
        assertThat(ExitStatus.ofUndecided(Stream.of(
                result(Verdict.INCONCLUSIVE, Optional.empty()), result(Verdict.DISPUTED, Optional.empty()))))
                .isEqualTo(ExitStatus.UNRELIABLE);
        assertThat(ExitStatus.ofUndecided(Stream.of(
                result(Verdict.HOLDS, Optional.of(new Failure(Failure.Kind.ENGINE, "message"))))))
                .isEqualTo(ExitStatus.UNRELIABLE);
    }

    private static Sheet sheet(Verdict verdict) {
        return new Sheet(List.of(checked(verdict, UNSTATED)));
    }

    private static Checked checked(Verdict verdict, Conformance conformance) {
        return new Checked("some/variant", result(verdict, Optional.empty()), conformance);
    }

    private static Checked failed(Failure.Kind kind) {
        return new Checked("some/variant", result(Verdict.HOLDS, Optional.of(new Failure(kind, "message"))), UNSTATED);
    }

    private static CheckResult result(Verdict verdict, Optional<Failure> failure) {
        return new CheckResult(PROTOCOL, Profiles.newest(), Granularity.MICRO, Engines.BOTH, OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(new PropertyResult(Property.NO_CODE_AFTER_UNLOAD, verdict, "", Optional.empty())),
                List.of(), List.of(), TlcAnswers.NONE, failure);
    }
}
