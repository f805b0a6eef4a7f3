package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/**
 * Modules as they are written, half of them right: each says in its first line which properties it violates. Of the right
 * ones nothing may be said to be violated, and all of each must be understood.
 */
class IdiomsInCTest {

    private static final Path MODULES = Path.of("src", "test", "resources", "org", "quiesce", "csource", "modules");

    static List<Path> modules() {
        try (Stream<Path> files = Files.list(MODULES)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void violatesWhatItSays(Path file) throws IOException {
        CReading reading = CReader.read(CSource.read(file), Bounds.usual());
        assertThat(reading.protocol().origin().orElseThrow().unmodelled()).isEmpty();
        Checked checked = Checked.check(reading.protocol(), Granularity.MERGED, Profiles.newest());
        assertThat(Property.of(checked.lowered()).stream().filter(checked::violates).map(Property::id))
                .containsExactlyInAnyOrderElementsOf(expected(file));
    }

    private static List<String> expected(Path file) throws IOException {
        String words = Files.readAllLines(file).get(0).replaceAll("^/\\* expected: | \\*/$", "");
        return words.equals("holds") ? List.of() : Arrays.asList(words.split(" "));
    }
}
