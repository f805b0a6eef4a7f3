package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Outcome;

/** What is said of replays on real kernels is what came of them. */
class KernelReplaysTest {

    private static final Path TABLE = Path.of("docs/kernel-replays.md");

    private static ReplayTable table() throws IOException {
        return ReplayTable.read(Files.readString(TABLE));
    }

    /** The table is as kernel-replay --table writes it, which prints the summary for the README, too. */
    @Test
    void readmeHasTheSummary() throws IOException {
        assertThat(Files.readString(TABLE)).isEqualTo(table().markdown());
        assertThat(Files.readString(Path.of("README.md"))).contains("\n" + table().summary() + "\n");
    }

    @Test
    void rowsAreOfTheAtlas() throws IOException {
        List<String> codes = Arrays.stream(Outcome.values()).map(Outcome::code).toList();
        assertThat(table().rows()).isNotEmpty().allSatisfy(row -> {
            assertThat(Path.of("models", row.variant() + ".c")).exists();
            assertThat(Path.of("models", row.variant() + ".c").resolveSibling("mended.c")).exists();
            assertThat(codes).contains(row.predicted());
            assertThat(row.kernel()).matches("6\\.1\\..*|6\\.12\\..*");
        });
    }
}
