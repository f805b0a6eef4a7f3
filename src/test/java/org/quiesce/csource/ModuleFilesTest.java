package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/** Modules of several files. */
class ModuleFilesTest {

    private static final Path SEVERAL = Path.of("src", "test", "resources", "org", "quiesce", "csource", "several");

    @TempDir
    private Path directory;

    private static CSource together(String... files) {
        return CSource.together("pump", Stream.of(files).map(SEVERAL::resolve).toList(),
                Preprocessing.usual());
    }

    @Test
    void filesAreOneModule() {
        CReading reading = CReader.read(together("pump_main.c", "pump_thread.c"), Bounds.usual());
        Protocol protocol = reading.protocol();
        assertThat(protocol.name()).isEqualTo("pump");
        assertThat(protocol.origin().orElseThrow().unmodelled()).isEmpty();
        assertThat(protocol.kthreads()).extracting(k -> k.name()).containsExactly("pump_fn");
        Checked checked = Checked.check(protocol, Granularity.MERGED, Profiles.newest());
        assertThat(Property.of(checked.lowered()).stream().filter(checked::violates)).containsExactly(Property.NO_USE_AFTER_FREE);
    }

    @Test
    void linesAreThoseOfTheirFiles() {
        CReading reading = CReader.read(together("pump_main.c", "pump_thread.c"), Bounds.usual());
        assertThat(reading.protocol().listing().lines())
                .anyMatch(line -> line.shown() == 31 && line.text().equals("pump_thread.c: kthread_stop(pump->task);"))
                .anyMatch(line -> line.shown() == 8 && line.text().equals("pump_main.c: return pump_start(&pump);"));
        assertThat(reading.protocol().origin().orElseThrow().assumed())
                .containsExactly(SEVERAL.resolve("pump_thread.c") + ":8: 'pump->broken' may be either");
    }

    @Test
    void anotherOrderIsTheSameModule() {
        Checked one = Checked.check(CReader.read(together("pump_main.c", "pump_thread.c"), Bounds.usual()).protocol(),
                Profiles.newest());
        Checked other = Checked.check(CReader.read(together("pump_thread.c", "pump_main.c"), Bounds.usual()).protocol(),
                Profiles.newest());
        assertThat(one.result().statistics().states()).isEqualTo(other.result().statistics().states());
    }

    @Test
    void whatAModuleIsBuiltOfStandsInItsMakefile() {
        assertThat(Kbuild.modules(Kbuild.in(SEVERAL).orElseThrow())).containsExactly(
                new Kbuild.Built("pump", List.of(SEVERAL.resolve("pump_main.c"), SEVERAL.resolve("pump_thread.c"))),
                new Kbuild.Built("alone", List.of(SEVERAL.resolve("alone.c"))));
    }

    @Test
    void aFileThatIsMissingIsNamed() throws IOException {
        Path makefile = Files.writeString(directory.resolve("Makefile"), "obj-m += gone.o\n");
        assertThatThrownBy(() -> Kbuild.modules(makefile)).isInstanceOf(CSourceException.class)
                .hasMessage(makefile + ": module 'gone' is built of gone.c, which is not there");
    }
}
