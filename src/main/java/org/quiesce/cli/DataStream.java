package org.quiesce.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;

/** Standard output, which knows afterwards why it could not be written: a print stream only knows that. */
final class DataStream extends PrintStream {

    private final Sink sink;

    private DataStream(Sink sink, Charset charset) {
        super(sink, false, charset);
        this.sink = sink;
    }

    static DataStream to(OutputStream stream, Charset charset) {
        return new DataStream(new Sink(stream), charset);
    }

    /** Why something of what was printed is lost; a reader who wanted no more of it, as {@code head}, has lost nothing. */
    Optional<IOException> loss() {
        flush();
        return sink.failure.filter(why -> !isClosedPipe(why));
    }

    /** EPIPE: the message is all that Java has of an error number. */
    private static boolean isClosedPipe(IOException why) {
        return why.getMessage() != null && why.getMessage().toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    /** Remembers its first failure. */
    private static final class Sink extends FilterOutputStream {

        private Optional<IOException> failure = Optional.empty();

        Sink(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int b) throws IOException {
            try {
                out.write(b);
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        private IOException remembered(IOException e) {
            failure = failure.or(() -> Optional.of(e));
            return e;
        }
    }
}
