package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
 * The C of every model, read, has the verdicts of the protocol that stands beside it. The C can't say everything that a
 * protocol says; where the two differ for that reason the file {@value #DIFFERENT} says why. It may only shrink: what
 * works must not be in it.
 */
class ModelsInCTest {

    private static final String DIFFERENT = "different.txt";
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
    void cHasTheVerdictsOfItsTwin(String source, ModelFile.Case twin) {
        CReading reading = CReader.read(CSource.read(MODELS.resolve(source)), bounds(twin.protocol()));
        assertThat(reading.protocol().origin().orElseThrow().unmodelled()).isEmpty();
        Set<String> byC = violated(reading.protocol());
        Set<String> byTwin = violated(twin.protocol());
        if (different().containsKey(source)) {
            assertThat(byC).as("it works now: take it out of " + DIFFERENT).isNotEqualTo(byTwin);
        } else {
            assertThat(byC).isEqualTo(byTwin);
        }
    }

    @Test
    void whatDiffersIsAModel() {
        assertThat(sources().map(a -> a.get()[0])).containsAll(different().keySet());
    }

    /** How many users and threads there are is not in the C. */
    private static Bounds bounds(Protocol twin) {
        return new Bounds(counts(twin.fileOperations().stream()), counts(twin.kthreads().stream()), Bounds.INSTANCES);
    }

    private static Map<String, Integer> counts(Stream<? extends Program> programs) {
        return programs.collect(Collectors.toMap(Program::name, Program::count));
    }

    private static Set<String> violated(Protocol protocol) {
        Checked checked = Checked.check(protocol, Granularity.MERGED, Profiles.newest());
        return Property.of(checked.lowered()).stream()
                .filter(checked::violates)
                .map(Property::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The reasons, by source. */
    private static Map<String, String> different() {
        try (InputStream in = ModelsInCTest.class.getResourceAsStream(DIFFERENT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("  +", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> {
                        throw new AssertionError("twice: " + a);
                    }, TreeMap::new));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
