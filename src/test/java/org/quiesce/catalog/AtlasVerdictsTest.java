package org.quiesce.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.Checked;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/**
 * What the model files expect is what the simulator's search finds where steps are fused. At the granularity of one
 * shared access both engines decide it, when the command line checks the models.
 */
class AtlasVerdictsTest {

    static Stream<Arguments> expectations() {
        return Atlas.standard().entries().stream().flatMap(entry -> ModelsTest.model(entry).cases().stream()
                .flatMap(c -> c.expectations().stream()
                        .flatMap(e -> e.kernels().stream().map(kernel -> Arguments.of(
                                entry.id() + "/" + c.name() + " on " + kernel, c, e, kernel)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("expectations")
    void verdictsAreThoseExpected(String name, Case variant, Expectation expected, Profile kernel) {
        Checked checked = Checked.check(variant.protocol(), Granularity.MERGED, kernel);
        assertThat(Property.of(checked.lowered()).stream().filter(checked::violates))
                .containsExactlyInAnyOrderElementsOf(expected.violated().keySet());
        assertThat(vacuous(checked)).containsExactlyInAnyOrderElementsOf(expected.vacuousProperties());
    }

    /** What waits for ever is never taken: of a property that is violated nobody says that it is vacuous. */
    private static List<Property> vacuous(Checked checked) {
        return Property.of(checked.lowered()).stream()
                .filter(p -> !checked.violates(p))
                .filter(p -> checked.lowered().steps().noneMatch(step -> p.trigger(checked.lowered()).stream()
                        .anyMatch(micro -> checked.result().coverage().reached(step, micro))))
                .toList();
    }
}
