package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiesce recount} on a copy of a model, with both engines. */
class RecountIT {

    private static final Path ORIGINAL = Path.of("models", "first-kthread");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(ORIGINAL)) {
            for (Path original : files.toList()) {
                Files.copy(original, directory.resolve(original.getFileName()));
            }
        }
        file = directory.resolve("model.yaml");
    }

    @Test
    void wrongNumbersAreRewrittenAndSaid() throws IOException {
        String right = Files.readString(file);
        Files.writeString(file, right.replaceAll("states: [0-9]+", "states: 7"));
        Call call = Call.quiesce("recount", directory.toString());
        assertThat(call.err()).isEmpty();
        assertThat(call.status()).isZero();
        assertThat(Files.readString(file)).isEqualTo(right);
        assertThat(call.out().lines()).hasSize((int) right.lines().filter(l -> l.contains("states:")).count())
                .allSatisfy(line -> assertThat(line)
                        .startsWith(file + ": ")
                        .matches(".*: (broken|mended) on linux-.*: 7 -> [0-9]+ states"));
        assertThat(Call.quiesce("recount", directory.toString())).isEqualTo(new Call(0, "", ""));
    }

    @Test
    void aVariantThatIsNotAsExpectedIsLeftAsItIs() throws IOException {
        String wrong = Files.readString(file)
                .replaceAll("NoCodeAfterUnload: \\[TEXT-FAULT]", "NothingLeaked: [LEAK]")
                .replaceFirst("states: [0-9]+", "states: 7");
        Files.writeString(file, wrong.replaceAll("(?s)(mended:.*?states: )[0-9]+", "$17"));
        Call call = Call.quiesce("recount", directory.toString());
        assertThat(call.out()).startsWith(file + ": mended on linux-5.10").hasLineCount(1);
        assertThat(call.err()).isEqualTo("quiesce: " + file + ": broken is left as it is, for it is not as expected on"
                + " linux-5.10; check says more\n");
        assertThat(Files.readString(file)).isEqualTo(wrong);
        assertThat(call.status()).isEqualTo(ExitStatus.NOT_AS_EXPECTED.code());
    }

    @Test
    void whatIsNoDirectoryOfModelsIsBadInput() {
        for (String name : List.of("no-such-directory", file.toString(), "src")) {
            Call call = Call.quiesce("recount", name);
            assertThat(call.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(call.out()).isEmpty();
            assertThat(call.err()).startsWith("quiesce: there is no ").contains(name);
        }
    }
}
