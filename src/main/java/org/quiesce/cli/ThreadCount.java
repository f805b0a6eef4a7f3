package org.quiesce.cli;

import org.quiesce.protocol.Protocol;
import org.quiesce.report.Printable;

/** How many threads run a thread function. */
final class ThreadCount {

    private ThreadCount() {}

    static int parse(String thread, String text) {
        int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (count < 1 || count > Protocol.MAX_THREADS) {
            throw new BadInput("--threads " + Printable.echo(thread + "=" + text) + ": a thread function can have 1 to "
                    + Protocol.MAX_THREADS + " threads");
        }
        return count;
    }
}
