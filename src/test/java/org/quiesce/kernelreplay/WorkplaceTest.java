package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is left, however the program ends. */
class WorkplaceTest {

    @TempDir
    private Path parent;

    /** A program that is ended while it waits for another one in a place of its own. */
    static final class Patient {

        private Patient() {}

        public static void main(String[] parent) throws IOException {
            try (Workplace place = Workplace.in(Path.of(parent[0]))) {
                Files.writeString(place.directory().resolve("file"), "something");
                System.out.println(place.directory());
                Tool.in(place.directory(), Duration.ofMinutes(10)).run(List.of("sleep", "600"));
            }
        }
    }

    @Test
    void nothingIsLeftOfWhatEndsByItself() throws Exception {
        try (Workplace place = Workplace.in(parent)) {
            Files.writeString(Files.createDirectory(place.directory().resolve("inner")).resolve("file"), "something");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void nothingIsLeftOfWhatIsEnded() throws Exception {
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Patient.class.getName(), parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = program.inputReader(StandardCharsets.UTF_8)) {
            Path place = Path.of(said.readLine());
            assertThat(place).isDirectory();
            while (program.descendants().findAny().isEmpty()) {
                assertThat(program.isAlive()).isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            List<ProcessHandle> others = program.descendants().toList();
            program.destroy();
            assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(parent).isEmptyDirectory();
            for (ProcessHandle other : others) {
                other.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            program.destroyForcibly();
        }
    }
}
