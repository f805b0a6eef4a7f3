package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.report.Ink.Colour;
import org.quiesce.report.Ink.Letters;

class InkTest {

    @Test
    void controlCharactersOfInputNeverReachTheTerminal() {
        String hostile = "a\u001b[31mb\u0007\nc\u202ed\u009be";
        for (Colour colour : Colour.values()) {
            assertThat(new Ink(Letters.UNICODE, colour).write(List.of(Line.of(hostile)))).isEqualTo("a?[31mb??c?d?e\n");
        }
    }

    @Test
    void echoIsCut() {
        assertThat(Printable.echo("x".repeat(100))).isEqualTo("x".repeat(80) + "…");
    }

    @Test
    void asciiHasNoOtherCharacter() {
        String ascii = new Ink(Letters.ASCII, Colour.OFF).write(List.of(Line.of("│┊─┌└●◆→←…–·≤×’“é")));
        assertThat(ascii).isEqualTo("|:-++*#><-...--<=x'\"?\n");
    }

    @Test
    void textIsBrokenAtBlanksAndLongWordsAnywhere() {
        assertThat(Flow.of("one two three").wrap(8, 2)).extracting(Line::toString).containsExactly("one two", "  three");
        assertThat(Flow.of("a bcdefghijkl").wrap(6, 2)).extracting(Line::toString)
                .containsExactly("a", "  bcde", "  fghi", "  jkl");
    }
}
