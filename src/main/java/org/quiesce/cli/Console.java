package org.quiesce.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import org.quiesce.report.Line;

/**
 * The streams of one call: data goes to {@code out}, everything else to {@code err}.
 *
 * @param out      data
 * @param err      messages and progress
 * @param terminal what they are connected to
 */
record Console(DataStream out, PrintStream err, Terminal terminal) {

    /** Prints data. */
    void print(List<Line> lines) {
        print(terminal.ink().write(lines));
    }

    /** Prints data that is text already. */
    void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints a message of one line or more. */
    void say(String message) {
        List<Line> lines = message.lines().map(Line::of).toList();
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
        return new Console(out, err, terminal.withoutColour());
    }
}
