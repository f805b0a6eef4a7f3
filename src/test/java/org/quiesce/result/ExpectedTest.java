package org.quiesce.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.ModelFile.Excuse;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.TlcAnswers;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

class ExpectedTest {

    private static final Expectation EXPECTATION = new Expectation(List.of(Profiles.LINUX_6_12),
            Map.of(NO_CODE_AFTER_UNLOAD, List.of(Outcome.TEXT_FAULT)),
            List.of(new Excuse<>(List.of(NO_USE_AFTER_FREE), "nothing is ever freed")),
            List.of(new Excuse<>(List.of("Worker9"), "the thread never returns")), 57);

    @Test
    void everythingAsStated() {
        assertThat(Expected.compare(EXPECTATION, found(Granularity.MICRO, Verdict.VIOLATED, 57, List.of("Worker9"))))
                .isEqualTo(new Conformance.AsExpected());
    }

    @Test
    void everyDifferenceIsASentence() {
        assertThat(Expected.compare(EXPECTATION, found(Granularity.MICRO, Verdict.HOLDS, 58, List.of("Worker8"))))
                .isEqualTo(new Conformance.Differs(List.of(
                        "NoCodeAfterUnload: holds, expected: violated",
                        "TLC counts 58 states, expected: 57",
                        "the simulator counts 58 states, expected: 57",
                        "no run takes step Worker8, expected: some do",
                        "some run takes step Worker9, expected: none does")));
    }

    @Test
    void countsAndStepsAreThoseOfSingleAccesses() {
        assertThat(Expected.compare(EXPECTATION, found(Granularity.MERGED, Verdict.VIOLATED, 20, List.of())))
                .isEqualTo(new Conformance.AsExpected());
    }

    private static CheckResult found(Granularity granularity, Verdict unload, long states, List<String> neverTaken) {
        return new CheckResult(Atlas.standard().entries().get(0).variants().get(0).protocol(), Profiles.LINUX_6_12,
                granularity, Engines.BOTH, OptionalLong.of(states), OptionalLong.of(states),
                List.of(result(NO_CODE_AFTER_UNLOAD, unload), result(NO_USE_AFTER_FREE, Verdict.VACUOUS),
                        result(UNLOAD_COMPLETES, Verdict.HOLDS)),
                neverTaken, List.of(), TlcAnswers.NONE, Optional.empty());
    }

    private static PropertyResult result(Property property, Verdict verdict) {
        return new PropertyResult(property, verdict, "", Optional.empty());
    }
}
