package org.quiesce.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.quiesce.report.Line;

/**
 * The streams of one call: data goes to {@code out}, everything else to {@code err}.
 *
 * @param out      data
 * @param err      messages and progress
 * @param terminal what they are connected to
 * @param talk     how much is said beside the data
 */
record Console(DataStream out, PrintStream err, Terminal terminal, Talk talk) {

    /** How much is said beside the data. */
    enum Talk {
        /** Errors alone. */
        QUIET,
        USUAL,
        /** Also what came of each check. */
        VERBOSE
    }

    /** Streams beside which as much is said as usual. */
    Console(DataStream out, PrintStream err, Terminal terminal) {
        this(out, err, terminal, Talk.USUAL);
    }

    /** Prints data, as the terminal can show it. */
    void print(List<Line> lines) {
        out.print(terminal.ink().write(lines));
        out.flush();
    }

    /** Prints a document, which is UTF-8 whatever the terminal is: most that are read from a file must be. */
    void print(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** The same, with nothing drawn beside the data. */
    Console still() {
        return new Console(out, err, terminal.still(), talk);
    }

    /** The same, beside which so much is said. */
    Console saying(Talk much) {
        return new Console(out, err, much == Talk.QUIET ? terminal.still() : terminal, much);
    }

    /** Prints a message of one line or more: an error, or what must be known. */
    void say(String message) {
        message(message.lines().map(Line::of).toList());
    }

    /** Says what is good to know, and no error. */
    void tell(String message) {
        if (talk != Talk.QUIET) {
            say(message);
        }
    }

    /** Says what only some want to know. */
    void remark(List<Line> lines) {
        if (talk == Talk.VERBOSE) {
            message(lines);
        }
    }

    private void message(List<Line> lines) {
        err.print(terminal.inkForMessages().write(lines));
        err.flush();
    }

    /** Draws on the terminal beside the data; with control sequences, so only on one. */
    void draw(String text) {
        err.print(text);
        err.flush();
    }

    /** For what prints itself. */
    PrintWriter writer() {
        return new PrintWriter(out, true);
    }

    /** For what prints messages itself. */
    PrintWriter messageWriter() {
        return new PrintWriter(err, true);
    }

    Console withoutColour() {
        return new Console(out, err, terminal.withoutColour(), talk);
    }
}
