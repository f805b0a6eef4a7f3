package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The style to reach, byte for byte. */
class StateSetAfterCheckTest {

    @Test
    void module() {
        assertThat(StateSetAfterCheck.module().toString()).isEqualTo(resource("StateSetAfterCheck.tla"));
    }

    @Test
    void safetyConfiguration() {
        assertThat(StateSetAfterCheck.safety().toString()).isEqualTo(resource("StateSetAfterCheckSafety.cfg"));
    }

    @Test
    void livenessConfiguration() {
        assertThat(StateSetAfterCheck.liveness().toString()).isEqualTo(resource("StateSetAfterCheckLiveness.cfg"));
    }

    private static String resource(String name) {
        try (InputStream in = StateSetAfterCheckTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
