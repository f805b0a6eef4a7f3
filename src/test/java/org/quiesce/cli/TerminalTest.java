package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quiesce.report.Ink.Colour;

class TerminalTest {

    @Test
    void colourNeedsATerminalThatIsNotDumbAndNobodyWhoObjects() {
        assertThat(ink(Map.of("QUIESCE_TTY", "12", "TERM", "xterm"))).isEqualTo(Colour.ON);
        assertThat(ink(Map.of("QUIESCE_TTY", "2", "TERM", "xterm"))).isEqualTo(Colour.OFF);
        assertThat(ink(Map.of("QUIESCE_TTY", "12", "TERM", "dumb"))).isEqualTo(Colour.OFF);
        assertThat(ink(Map.of("QUIESCE_TTY", "12"))).isEqualTo(Colour.OFF);
        assertThat(ink(Map.of("QUIESCE_TTY", "12", "TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(Colour.OFF);
        assertThat(ink(Map.of("QUIESCE_TTY", "12", "TERM", "xterm", "NO_COLOR", ""))).isEqualTo(Colour.ON);
    }

    @Test
    void widthIsThatOfTheTerminalWithinReason() {
        assertThat(width("12", "80")).isEqualTo(80);
        assertThat(width("12", "20")).isEqualTo(40);
        assertThat(width("12", "900")).isEqualTo(160);
        assertThat(width("12", "many")).isEqualTo(Terminal.DEFAULT_WIDTH);
        assertThat(width("12", "")).isEqualTo(Terminal.DEFAULT_WIDTH);
        assertThat(width("2", "80")).isEqualTo(Terminal.DEFAULT_WIDTH);
    }

    private static Colour ink(Map<String, String> environment) {
        return Terminal.of(environment).ink().colour();
    }

    private static int width(String streams, String columns) {
        return Terminal.of(Map.of("QUIESCE_TTY", streams, "TERM", "xterm", "COLUMNS", columns)).width();
    }
}
