package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Entry;
import org.quiesce.kernel.Profiles;

/** {@code quiesce check}: every variant of every model, by both engines. */
class ModelsIT {

    /** What is expected on the other kernels the simulator alone decides, in another test. */
    @Test
    void everyFaultAndExampleIsAsExpectedOnTheNewestKernel() {
        Stream<String> models = Atlas.standard().entries().stream()
                .filter(entry -> entry.kind() != Entry.Kind.REAL)
                .map(Entry::id);
        areAsExpected(Call.quiesce(Stream.of(Stream.of("check"), models, Stream.of("--kernel", Profiles.newest().name()))
                .flatMap(words -> words)
                .toArray(String[]::new)));
    }

    @Tag("sweep")
    @Test
    void everyModelIsAsExpectedOnEveryKernelThatItNames() {
        areAsExpected(Call.quiesce("check", "models"));
    }

    private static void areAsExpected(Call call) {
        assertThat(call.out()).doesNotContain("not as expected").containsPattern("\\d+ checks · as expected: \\d+\n");
        assertThat(call.err()).isEmpty();
        assertThat(call.status()).isZero();
    }
}
