package org.quiesce.cli;

import picocli.CommandLine.Option;

/** The option that says what results are printed as. */
final class FormatOption {

    @Option(names = "--format", paramLabel = "text|json", defaultValue = "text",
            converter = Converters.FormatName.class, description = "How results are printed (default: text).")
    private Format format = Format.TEXT;

    Format format() {
        return format;
    }
}
