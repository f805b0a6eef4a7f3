package org.quiesce.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.property.Property.FREEZE_COMPLETES;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;

import java.util.List;
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
import org.quiesce.workbench.Engines;

class SubjectsTest {

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
}
