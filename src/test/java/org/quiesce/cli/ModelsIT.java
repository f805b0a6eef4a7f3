package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code quiesce check}: every variant of every model, on every kernel, by both engines. */
class ModelsIT {

    @Test
    void everyModelIsAsExpectedOnEveryKernelThatItNames() {
        Call call = Call.quiesce("check", "models");
        assertThat(call.out()).doesNotContain("not as expected").containsPattern("\\d+ checks · as expected: \\d+\n");
        assertThat(call.err()).isEmpty();
        assertThat(call.status()).isZero();
    }
}
