package org.quiesce.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.property.Property.FREEZE_COMPLETES;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

class SubjectsTest {

    private static final String BROKEN = "models/first-kthread/broken.c";
    private static final String MAIN = "src/test/resources/org/quiesce/csource/several/pump_main.c";
    private static final String THREAD = "src/test/resources/org/quiesce/csource/several/pump_thread.c";

    private static Protocol first() {
        return Atlas.standard().entry("first-kthread").orElseThrow().variant("broken").orElseThrow().protocol();
    }

    static class OnEveryKernel {
        @CheckedProtocol(engines = Engines.SIM, vacuous = NO_USE_AFTER_FREE)
        private static final Protocol FIRST = first();
    }

    static class NothingToCheck {}

    static class NotStatic {
        @CheckedProtocol
        final Protocol field = first();
    }

    static class WithParameters {
        @CheckedProtocol
        static Protocol method(int threads) {
            return first();
        }
    }

    static class NoProtocol {
        @CheckedProtocol
        static final String FIELD = "pump";
    }

    static class UnknownKernel {
        @CheckedProtocol(kernels = "2.6")
        static final Protocol FIRST = first();
    }

    static class DoesNotApply {
        @CheckedProtocol(violated = FREEZE_COMPLETES)
        static final Protocol FIRST = first();
    }

    static class Both {
        @CheckedProtocol(violated = NO_USE_AFTER_FREE, vacuous = NO_USE_AFTER_FREE)
        static final Protocol FIRST = first();
    }

    @CheckedSource({})
    static class NoFile {}

    @CheckedSource("driver.c")
    static class NoSuchFile {}

    @CheckedSource({MAIN, THREAD})
    static class NoName {}

    @CheckedSource(value = BROKEN, defined = "1X")
    static class NoMacro {}

    @CheckedSource(value = BROKEN, vacuous = NO_USE_AFTER_FREE, inconclusive = NO_USE_AFTER_FREE)
    static class BothOfSource {}

    @CheckedSource(value = BROKEN, engines = Engines.SIM, violated = {NO_CODE_AFTER_UNLOAD}, defined = "CONFIG_PM")
    @CheckedSource(value = {MAIN, THREAD}, module = "pump", kernels = {"5.10", "6.12"}, inconclusive = STOP_TERMINATES)
    static class OfFiles {}

    @ModelDirectory("src/main/java")
    static class NoModels {}

    @ModelDirectory("nowhere")
    static class NoDirectory {}

    static Stream<Arguments> whatIsRefused() {
        return Stream.of(
                Arguments.of(NothingToCheck.class, "nothing to check"),
                Arguments.of(NotStatic.class, "a field field with @CheckedProtocol that is not static"),
                Arguments.of(WithParameters.class, "a method method() with @CheckedProtocol that is not static, or has parameters"),
                Arguments.of(NoProtocol.class, "no Protocol but pump"),
                Arguments.of(UnknownKernel.class, "'2.6', which is no kernel that is known; these are: linux-5.10, "),
                Arguments.of(DoesNotApply.class, "FreezeCompletes does not apply to first-kthread on linux-5.10; these do: "),
                Arguments.of(Both.class, "both violated and vacuous"),
                Arguments.of(NoFile.class, "a @CheckedSource without a file"),
                Arguments.of(NoSuchFile.class, "there is no file 'driver.c'"),
                Arguments.of(NoName.class, "of several files, which make one module; say with 'module'"),
                Arguments.of(NoMacro.class, "'1X' is no name of a macro"),
                Arguments.of(BothOfSource.class, "both vacuous and inconclusive"),
                Arguments.of(NoModels.class, "no model.yaml in or below "),
                Arguments.of(NoDirectory.class, "a directory that can't be read: "));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsRefused(Class<?> tests, String why) {
        assertThatThrownBy(() -> Subjects.of(tests))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith(tests.getName())
                .hasMessageContaining(why);
    }

    @Test
    void everyKernelAndEveryPropertyUnlessSaidOtherwise() {
        Subject subject = Subjects.of(OnEveryKernel.class).get(0);
        assertThat(subject.name()).isEqualTo("first-kthread");
        assertThat(subject.kernels()).isEqualTo(Profiles.all());
        assertThat(subject.request().engines()).isEqualTo(Engines.SIM);
        assertThat(subject.questions(Profiles.LINUX_6_12).toList()).isEqualTo(
                Property.of(subject.request().steps()).stream().map(Question.OfVerdict::new).toList());
        assertThat(subject.expectation(Profiles.LINUX_6_12).vacuousProperties()).isEqualTo(List.of(NO_USE_AFTER_FREE));
    }

    @Test
    void filesOfCAreReadAsCheckReadsThem() {
        List<Subject> subjects = Subjects.of(OfFiles.class);
        assertThat(subjects).extracting(Subject::name).containsExactly(BROKEN, "pump");
        Subject alone = subjects.get(0);
        assertThat(alone.kernels()).containsExactly(Profiles.newest());
        assertThat(alone.request().granularity()).isEqualTo(Granularity.MERGED);
        assertThat(alone.request().protocol().origin()).isPresent();
        assertThat(alone.expectation(Profiles.newest()).violated()).containsOnlyKeys(NO_CODE_AFTER_UNLOAD);
        Subject together = subjects.get(1);
        assertThat(together.kernels()).containsExactly(Profiles.LINUX_5_10, Profiles.LINUX_6_12);
        assertThat(together.request().protocol().origin().orElseThrow().files()).hasSizeGreaterThan(1);
    }

    @Test
    void whatIsExpectedToBeUnknownMustBe() {
        Subject subject = Subjects.of(OfFiles.class).get(1);
        assertThat(subject.differences(Profiles.LINUX_6_12, verdict(STOP_TERMINATES, Verdict.INCONCLUSIVE))).isEmpty();
        assertThat(subject.differences(Profiles.LINUX_6_12, verdict(STOP_TERMINATES, Verdict.HOLDS)))
                .containsExactly("StopTerminates: holds, expected: inconclusive");
        assertThat(subject.differences(Profiles.LINUX_6_12, verdict(NO_CODE_AFTER_UNLOAD, Verdict.INCONCLUSIVE)))
                .containsExactly("NoCodeAfterUnload: inconclusive, expected: holds");
    }

    private static PropertyResult verdict(Property property, Verdict verdict) {
        return new PropertyResult(property, verdict, "", Optional.empty());
    }

    /** As {@code quiesce new} begins one. */
    @ModelDirectory("src/main/resources/org/quiesce/cli/template")
    static class OfOwnC {}

    @Test
    void modelsOfTheirOwnCAreTestedToo() {
        List<Subject> subjects = Subjects.of(OfOwnC.class);
        assertThat(subjects).extracting(Subject::name).containsExactly("my-driver/broken", "my-driver/mended");
        assertThat(subjects.get(0).expectation(Profiles.newest()).violated()).isNotEmpty();
        assertThat(subjects.get(0).request().protocol().origin().orElseThrow().name())
                .isEqualTo("src/main/resources/org/quiesce/cli/template/broken.c");
    }
}
