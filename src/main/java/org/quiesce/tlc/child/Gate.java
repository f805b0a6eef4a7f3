package org.quiesce.tlc.child;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that lets nothing through until it is opened. */
final class Gate extends FilterOutputStream {
    private volatile boolean open;

    Gate(OutputStream out) {
        super(out);
    }

    void open() {
        open = true;
    }

    @Override
    public void write(int b) throws IOException {
        if (open) {
            out.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (open) {
            out.write(bytes, from, length);
        }
    }
}
