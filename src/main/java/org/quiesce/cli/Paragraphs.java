package org.quiesce.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What stands below the options of a command. In the source it is broken into lines; who reads it has another width.
 *
 * @param lines each a paragraph, a line that begins with a blank and stays as it is, or empty
 */
record Paragraphs(List<String> lines) {

    Paragraphs {
        lines = List.copyOf(lines);
    }

    static Paragraphs below(CommandSpec command) {
        return of(Arrays.asList(command.usageMessage().footer()));
    }

    static Paragraphs of(List<String> written) {
        List<String> lines = new ArrayList<>();
        boolean goesOn = false;
        for (String line : written) {
            boolean flows = flows(line);
            if (flows && goesOn) {
                lines.add(lines.remove(lines.size() - 1) + " " + line);
            } else {
                lines.add(line);
            }
            goesOn = flows;
        }
        return new Paragraphs(lines);
    }

    /** Whether it is broken where there is no room. */
    static boolean flows(String line) {
        return !line.isBlank() && !line.startsWith(" ");
    }
}
