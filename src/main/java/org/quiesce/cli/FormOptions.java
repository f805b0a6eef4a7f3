package org.quiesce.cli;

import org.quiesce.protocol.step.Granularity;
import picocli.CommandLine.Option;

/** The options that say in which form a protocol is taken: in what steps. */
final class FormOptions {

    @Option(names = "--granularity", paramLabel = "micro|merged", converter = Converters.GranularityName.class,
            description = "What counts as one step: one shared access, or what may safely be merged (default: merged for"
                    + " a C file, else micro).")
    private Granularity granularity;

    Granularity granularity(Target target) {
        return granularity == null ? target.granularity() : granularity;
    }
}
