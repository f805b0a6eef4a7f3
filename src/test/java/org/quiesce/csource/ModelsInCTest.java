package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.Checked;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelReader;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/**
 * The C of every model, read, has the verdicts of the protocol that stands beside it, and as many states; where it has
 * others, its model file says why.
 */
class ModelsInCTest {

    private static final Path MODELS = Path.of("models");

    static Stream<Arguments> sources() {
        Atlas atlas = Atlas.standard();
        return atlas.entries().stream().flatMap(entry -> {
            ModelFile model = new ModelReader(atlas).read(MODELS.resolve(entry.place()).resolve(ModelFile.NAME));
            return model.cases().stream().map(c -> Arguments.of(entry.place() + "/" + c.source(), c));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void cHasTheVerdictsAndStatesOfItsTwin(String source, ModelFile.Case twin) {
        CReading reading = CReader.read(CSource.read(MODELS.resolve(source)),
                bounds(twin.protocol()).with(twin.outside()));
        assertThat(reading.protocol().origin().orElseThrow().unmodelled()).isEmpty();
        Checked byC = checked(reading.protocol());
        Checked byTwin = checked(twin.protocol());
        assertThat(violated(byC)).isEqualTo(violated(byTwin));
        if (twin.otherStatesInC().isEmpty()) {
            assertThat(states(byC)).isEqualTo(states(byTwin));
        } else {
            assertThat(states(byC)).as("it has as many now: take otherStatesInC out").isNotEqualTo(states(byTwin));
        }
    }

    /** How many users and threads there are is not in the C. */
    private static Bounds bounds(Protocol twin) {
        return Bounds.usual().with(counts(twin.fileOperations().stream()), counts(twin.kthreads().stream()));
    }

    private static Map<String, Integer> counts(Stream<? extends Program> programs) {
        return programs.collect(Collectors.toMap(Program::name, Program::count));
    }

    private static Checked checked(Protocol protocol) {
        return Checked.check(protocol, Granularity.MERGED, Profiles.newest());
    }

    private static long states(Checked checked) {
        return checked.result().statistics().states();
    }

    private static Set<String> violated(Checked checked) {
        return Property.of(checked.lowered()).stream()
                .filter(checked::violates)
                .map(Property::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
