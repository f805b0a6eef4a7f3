package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParagraphsTest {

    @Test
    void linesOfTheSourceAreOneParagraphAndExamplesAreNot() {
        assertThat(Paragraphs.of(List.of("", "What begins", "goes", "on.", "", "Examples:", "  quiesce list", "  quiesce doctor", "The end."))
                .lines()).containsExactly("", "What begins goes on.", "", "Examples:", "  quiesce list", "  quiesce doctor", "The end.");
    }
}
