package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

class MatrixTest {

    private static final Conformance EXPECTED = new Conformance.AsExpected();

    @Test
    void kernelsThatBehaveTheSameShareAColumn() {
        String matrix = draw(
                sheet("x/broken", EXPECTED, Samples.violated(Profiles.LINUX_5_10), Samples.violated(Profiles.LINUX_5_15),
                        Samples.holding(Profiles.LINUX_6_1), Samples.violated(Profiles.LINUX_6_6)),
                sheet("x/mended", EXPECTED, Samples.holding(Profiles.LINUX_5_10), Samples.holding(Profiles.LINUX_5_15),
                        Samples.holding(Profiles.LINUX_6_1)),
                sheet("y/broken", EXPECTED, Samples.violated(Profiles.LINUX_5_10)));
        assertThat(matrix).startsWith("""
                            linux-5.10                    linux-5.15                    linux-6.1  linux-6.6
                  x
                    broken  StopTerminates: HUNG-STOPPER  StopTerminates: HUNG-STOPPER  holds      StopTerminates:
                                                                                                     HUNG-STOPPER
                    mended  holds                         holds                         holds      –
                  y
                    broken  StopTerminates: HUNG-STOPPER  –                             –          –

                x/broken: hangs up to linux-5.15, holds on linux-6.1, hangs from linux-6.6
                x/mended: holds on linux-5.10 to 6.1
                y/broken: hangs on linux-5.10

                  this rests on   kernel: linux-5.10 to 6.6
                """);
    }

    @Test
    void otherBuildsStandApart() {
        CheckResult classic = Samples.holding(Profiles.LINUX_6_12.withClassicRcu());
        assertThat(sentence(sheet("x/broken", EXPECTED, Samples.violated(Profiles.LINUX_5_10),
                Samples.holding(Profiles.LINUX_5_15), classic)))
                .isEqualTo("x/broken: hangs up to linux-5.10, holds from linux-5.15, holds on linux-6.12+classic-rcu");
        assertThat(sentence(sheet("x/broken", EXPECTED, Samples.violated(Profiles.LINUX_6_1), classic)))
                .isEqualTo("x/broken: hangs on linux-6.1, holds on linux-6.12+classic-rcu");
        assertThat(sentence(sheet("x/broken", EXPECTED, Samples.violated(Profiles.LINUX_6_1),
                Samples.holding(Profiles.LINUX_5_10))))
                .isEqualTo("x/broken: hangs on linux-6.1, holds on linux-5.10");
    }

    @Test
    void whatIsNotAsExpectedIsSaid() {
        assertThat(sentence(sheet("x/broken", new Conformance.Differs(List.of("one thing", "another")),
                Samples.holding(Profiles.LINUX_6_1))))
                .isEqualTo("x/broken: holds on linux-6.1; not as expected: one thing, and 1 more");
    }

    @Test
    void whatIsVacuousHoldsOnlyWhereTheModelSaysWhy() {
        CheckResult vacuous = Samples.result(Profiles.LINUX_6_1, 9, List.of(
                Samples.holds(Property.NO_CODE_AFTER_UNLOAD),
                new PropertyResult(Property.NO_DOUBLE_STOP, Verdict.VACUOUS, "no stop", Optional.empty())));
        assertThat(sentence(sheet("x/mended", EXPECTED, vacuous))).isEqualTo("x/mended: holds on linux-6.1");
        assertThat(sentence(sheet("x/mended", new Conformance.Unstated(), vacuous)))
                .isEqualTo("x/mended: holds, in part vacuously, on linux-6.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {66, 50})
    void propertiesAreLeftOutWhereTheColumnsWouldNotStandBesideEachOther(int width) {
        String matrix = Ink.PLAIN.write(new Matrix(List.of(
                sheet("x/broken", EXPECTED, Samples.violated(Profiles.LINUX_5_10), Samples.holding(Profiles.LINUX_5_15),
                        Samples.violated(Profiles.LINUX_6_1), Samples.holding(Profiles.LINUX_6_6))), width, Integer.MAX_VALUE).draw());
        assertThat(matrix).startsWith("""
                            linux-5.10    linux-5.15  linux-6.1     linux-6.6
                  x
                    broken  HUNG-STOPPER  holds       HUNG-STOPPER  holds

                A cell has only what""");
    }

    private static String sentence(Sheet sheet) {
        return Ink.PLAIN.write(new AcrossKernels(sheet).sentence(100)).strip();
    }

    private static String draw(Sheet... sheets) {
        return Ink.PLAIN.write(new Matrix(List.of(sheets), 100, 100).draw());
    }

    private static Sheet sheet(String name, Conformance conformance, CheckResult... results) {
        return new Sheet(Arrays.stream(results).map(r -> new Checked(name, r, conformance)).toList());
    }
}
