package org.quiesce.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** A thread that hands each line of a stream to a consumer; a line is held in memory up to a limit, never a stream. */
final class LinePump extends Thread {
    private static final int LONGEST_LINE = 4 << 20;
    /** Ends a line that was cut; no value and no message of TLC reads so. */
    private static final String CUT = " [cut]";

    private final InputStream stream;
    private final Consumer<String> consumer;
    private final Runnable onFailure;
    private final Runnable onEnd;
    private volatile RuntimeException failure;

    /**
     * @param onFailure called when the consumer throws; the rest of the stream is then read and dropped, so that the
     *     writer is not blocked
     * @param onEnd called after the last line
     */
    LinePump(String name, InputStream stream, Consumer<String> consumer, Runnable onFailure, Runnable onEnd) {
        super(name);
        setDaemon(true);
        this.stream = stream;
        this.consumer = consumer;
        this.onFailure = onFailure;
        this.onEnd = onEnd;
    }

    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void run() {
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            pump(reader);
        } catch (IOException e) {
            // The stream breaks when the child is killed; what was read so far is all there is.
        } finally {
            onEnd.run();
        }
    }

    private void pump(Reader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        char[] buffer = new char[1 << 16];
        for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
            int start = 0;
            for (int i = 0; i < length; i++) {
                if (buffer[i] == '\n') {
                    append(line, buffer, start, i);
                    deliver(line);
                    start = i + 1;
                }
            }
            append(line, buffer, start, length);
        }
        if (line.length() > 0) {
            deliver(line);
        }
    }

    private static void append(StringBuilder line, char[] buffer, int start, int end) {
        int room = LONGEST_LINE - line.length();
        line.append(buffer, start, Math.max(0, Math.min(end - start, room)));
        if (end - start > room && room >= 0) {
            line.append(CUT);
        }
    }

    private void deliver(StringBuilder line) {
        if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        if (failure == null) {
            try {
                consumer.accept(line.toString());
            } catch (RuntimeException e) {
                failure = e;
                onFailure.run();
            }
        }
        line.setLength(0);
    }
}
