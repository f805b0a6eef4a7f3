package org.quiesce.cli;

import org.quiesce.protocol.Protocol;
import org.quiesce.report.Printable;

/**
 * How many threads run a thread function.
 *
 * @param thread name of the thread function
 */
record ThreadCount(String thread, int count) {

    /** Reads {@code NAME=N}. */
    static ThreadCount parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || text.isBlank()) {
            throw new BadInput("--threads '" + Printable.echo(text) + "': write NAME=N, as in worker=2");
        }
        String digits = text.substring(equals + 1);
        int count = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
        if (count < 1 || count > Protocol.MAX_THREADS) {
            throw new BadInput("--threads " + Printable.echo(text) + ": a thread function can have 1 to "
                    + Protocol.MAX_THREADS + " threads");
        }
        return new ThreadCount(text.substring(0, equals), count);
    }
}
