package org.quiesce.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.quiesce.report.Ink;

/**
 * Where the output goes.
 *
 * @param out     whether standard output is a terminal
 * @param err     whether standard error is a terminal
 * @param width   columns of what is printed
 * @param messageWidth columns of what is drawn on standard error
 * @param charset of both
 * @param colours whether colours and animation are wanted on a terminal
 * @param motion  whether progress is drawn
 */
record Terminal(Kind out, Kind err, int width, int messageWidth, Charset charset, Ink.Colour colours, Motion motion) {

    /** Width of what is not shown on a terminal. */
    static final int DEFAULT_WIDTH = 100;

    private static final int NARROWEST = 40;
    private static final int WIDEST = 160;

    /** As wide for messages, and on which progress is drawn, if it can be. */
    Terminal(Kind out, Kind err, int width, Charset charset, Ink.Colour colours) {
        this(out, err, width, width, charset, colours, Motion.DRAWN);
    }

    /** Whether progress is drawn. */
    enum Motion {
        DRAWN,
        STILL
    }

    /** What is at the other end of a stream. */
    enum Kind {
        INTERACTIVE,
        FILE
    }

    /**
     * The terminal that the environment describes. A JVM can't ask which of its streams is a terminal; the launcher
     * can, and says it in QUIESCE_TTY, as in {@code 1 2}.
     */
    static Terminal of(Map<String, String> environment) {
        String streams = environment.getOrDefault("QUIESCE_TTY", System.console() == null ? "" : "1 2");
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean plain = dumb || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        Kind out = streams.contains("1") ? Kind.INTERACTIVE : Kind.FILE;
        int columns = width(environment.getOrDefault("COLUMNS", ""));
        return new Terminal(
                out,
                streams.contains("2") ? Kind.INTERACTIVE : Kind.FILE,
                out == Kind.INTERACTIVE ? columns : DEFAULT_WIDTH,
                columns,
                Charset.forName(System.getProperty("native.encoding", "UTF-8")),
                plain ? Ink.Colour.OFF : Ink.Colour.ON,
                dumb ? Motion.STILL : Motion.DRAWN);
    }

    private static int width(String columns) {
        return columns.matches("[1-9][0-9]{0,3}")
                ? Math.max(NARROWEST, Math.min(Integer.parseInt(columns), WIDEST))
                : DEFAULT_WIDTH;
    }

    /** How long a line of a list may be: in a file each entry is one line, so that it can be searched by lines. */
    int listWidth() {
        return out == Kind.INTERACTIVE ? width : Integer.MAX_VALUE;
    }

    Terminal withoutColour() {
        return new Terminal(out, err, width, messageWidth, charset, Ink.Colour.OFF, motion);
    }

    /** The ink for standard output. */
    Ink ink() {
        return ink(out);
    }

    /** The ink for standard error. */
    Ink inkForMessages() {
        return ink(err);
    }

    /** Whether a line of progress may be drawn and drawn again. */
    boolean isAnimated() {
        return motion == Motion.DRAWN && err == Kind.INTERACTIVE;
    }

    /** The same, on which no progress is drawn. */
    Terminal still() {
        return new Terminal(out, err, width, messageWidth, charset, colours, Motion.STILL);
    }

    private Ink ink(Kind stream) {
        boolean unicode = charset.equals(StandardCharsets.UTF_8);
        return new Ink(
                unicode ? Ink.Letters.UNICODE : Ink.Letters.ASCII,
                stream == Kind.INTERACTIVE ? colours : Ink.Colour.OFF);
    }
}
