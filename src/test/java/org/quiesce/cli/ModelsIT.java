package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Entry;
import org.quiesce.kernel.Profiles;

/** {@code quiesce check}: every variant of every model, by both engines. */
class ModelsIT {

    @Test
    void everyFaultAndExampleIsAsExpectedOnEveryKernelThatItNames() {
        String[] models = Atlas.standard().entries().stream()
                .filter(entry -> entry.kind() != Entry.Kind.REAL)
                .map(Entry::id)
                .toArray(String[]::new);
        areAsExpected(Call.quiesce(Stream.concat(Stream.of("check"), Stream.of(models)).toArray(String[]::new)));
    }

    /** On all kernels the simulator alone decides them, in another test. */
    @Test
    void everyRealBugIsAsExpectedOnTheNewestKernel() {
        areAsExpected(Call.quiesce("check", "real", "--kernel", Profiles.newest().name()));
    }

    private static void areAsExpected(Call call) {
        assertThat(call.out()).doesNotContain("not as expected").containsPattern("\\d+ checks · as expected: \\d+\n");
        assertThat(call.err()).isEmpty();
        assertThat(call.status()).isZero();
    }
}
