package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output that could not be written is not passed over in silence, unless the reader wanted no more. */
class LostOutputTest {

    @ParameterizedTest
    @ValueSource(strings = {"list", "list --format json", "list --help", "--version", "emit first-kthread/broken --kernel 5.10",
        "check first-kthread/broken --kernel 5.10 --engine sim", "simulate first-kthread/broken"})
    void isAnError(String arguments) {
        assertThat(Call.to(failing("No space left on device"), arguments.split(" "))).isEqualTo(new Call(4, "",
                "quiesce: standard output could not be written whole: No space left on device; send it where there is"
                        + " room for it\n"));
        assertThat(Call.to(failing("Broken pipe"), arguments.split(" "))).isEqualTo(new Call(0, "", ""));
    }

    /** A stream that takes nothing. */
    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }
}
