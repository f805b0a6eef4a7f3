package org.quiesce.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlaTokenTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "COMMENT  | \\* until the end of the line",
        "COMMENT  | (* \"in\" it == \\/ *)",
        "STRING   | \"a \\\" IF 1\"",
        "KEYWORD  | UNCHANGED",
        "NUMBER   | 120",
        "OPERATOR | /\\",
        "PLAIN    | exited"})
    void kindsAreTold(TlaToken.Kind kind, String text) {
        assertThat(TlaToken.of(text)).containsExactly(new TlaToken(kind, text));
    }

    @Test
    void definitionsAreToldFromUses() {
        assertThat(TlaToken.of("Wake(t) == Wake2(t)").stream().filter(t -> t.kind() == TlaToken.Kind.DEFINED).map(TlaToken::text))
                .containsExactly("Wake");
    }

    /** Also of what is no TLA+. */
    @ParameterizedTest
    @ValueSource(strings = {"", "(* never closed", "\"never closed\n x == 1", "\\", "ü→💥\u0000\r\n\t\u2028<b>", "a == (* b *) \"c\" \\* d\n"})
    void nothingIsLost(String text) {
        assertThat(TlaToken.of(text).stream().map(TlaToken::text).collect(Collectors.joining())).isEqualTo(text);
    }

    @Test
    void longTextsAreRead() {
        assertThat(TlaToken.of("\"" + "a\\\"".repeat(100_000) + "\"")).hasSize(1);
        assertThat(TlaToken.of("(*" + "a\n".repeat(100_000) + "*)")).hasSize(1);
    }
}
