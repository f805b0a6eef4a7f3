package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.PropertyPage.Example;

class PropertyPageTest {

    private static final String MODULE = """
            NoDoubleStop == TRUE

            \\* About it.
            StopPending    == TRUE
            StopTerminates ==
              []<>~StopPending

            UnloadCompletes == TRUE
            =====
            """;

    @Test
    void formulaIsTheParagraphThatDefinesIt() {
        assertThat(page(Property.UNLOAD_COMPLETES)).endsWith("""
                  in TLA+         of x/broken, which quiesce emit shows in full:

                    UnloadCompletes == TRUE
                """);
        assertThat(page(Property.STOP_TERMINATES)).endsWith("""

                    \\* About it.
                    StopPending    == TRUE
                    StopTerminates ==
                      []<>~StopPending
                """);
    }

    @Test
    void everyPropertyHasAnOracle() {
        for (Property property : Property.values()) {
            assertThat(Ink.PLAIN.write(new PropertyPage(property, List.of("Step (steps)"), Optional.empty()).draw(100)))
                    .contains("  the simulator   ", "one of these steps: Step (steps)\n")
                    .endsWith("  in TLA+         nothing of the atlas does what it speaks of\n");
        }
    }

    private static String page(Property property) {
        return Ink.PLAIN.write(new PropertyPage(property, List.of(), Optional.of(new Example("x/broken", MODULE))).draw(100));
    }
}
