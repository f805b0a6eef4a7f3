package org.quiesce.tlc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits the lines of TLC's {@code -tool} output into messages.
 *
 * <p>A message may begin in the middle of a line of another one and is then part of that one's text too: TLC prints
 * an exception, which is a message itself, inside the message that reports it.
 */
final class MessageReader {
    private static final Pattern START = Pattern.compile("(.*)@!@!@STARTMSG (\\d{1,6}):(\\d) @!@!@");
    private static final Pattern END = Pattern.compile("@!@!@ENDMSG (\\d{1,6}) @!@!@");
    private static final int LONGEST_TEXT = 16 << 20;
    private static final int DEEPEST = 20;

    /** Receives what was read. */
    interface Handler {
        /** A complete message; {@code level} is 0 info, 1 error, 2 bug of TLC, 3 warning, 4 state. */
        void message(int code, int level, String text);

        /** A line outside of all messages, or one that the specification printed. */
        void stray(String line);

        /** The output breaks the format. */
        void malformed(String problem);
    }

    private record Open(int code, int level, StringBuilder text) {}

    private final Handler handler;
    private final Deque<Open> open = new ArrayDeque<>();

    MessageReader(Handler handler) {
        this.handler = handler;
    }

    void line(String line) {
        // Most lines are neither, and a regular expression per line would cost more than all the rest.
        boolean marked = line.endsWith("@!@!@");
        Matcher start = marked ? START.matcher(line) : null;
        Matcher end = marked ? END.matcher(line) : null;
        if (marked && start.matches()) {
            if (!start.group(1).isEmpty()) {
                text(start.group(1));
            }
            if (open.size() == DEEPEST) {
                handler.malformed("messages are nested more than " + DEEPEST + " deep");
                open.clear();
            }
            int code = Integer.parseInt(start.group(2));
            int level = Integer.parseInt(start.group(3));
            open.push(new Open(code, level, new StringBuilder()));
        } else if (marked && end.matches()) {
            close(Integer.parseInt(end.group(1)));
        } else {
            text(line);
        }
    }

    /** To be called after the last line. */
    void end() {
        if (!open.isEmpty()) {
            handler.malformed("the output ends inside message " + open.peek().code());
        }
    }

    private void text(String line) {
        if (open.isEmpty()) {
            handler.stray(line);
        } else if (open.peek().text().length() + line.length() > LONGEST_TEXT) {
            handler.malformed("message " + open.peek().code() + " is longer than " + LONGEST_TEXT + " characters");
            open.clear();
        } else {
            open.peek().text().append(line).append('\n');
        }
    }

    private void close(int code) {
        if (open.isEmpty() || open.peek().code() != code) {
            handler.malformed("the end of message " + code + " without its start");
            return;
        }
        Open closed = open.pop();
        String text = closed.text().toString().stripTrailing();
        if (!open.isEmpty()) {
            text.lines().forEach(this::text);
        }
        handler.message(code, closed.level(), text);
    }
}
