package org.quiesce.kernelreplay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An archive in the format of the kernel's first file system ("newc", Documentation/driver-api/early-userspace/buffer-format.rst).
 * The same files give the same bytes.
 */
final class Cpio {

    private static final int DIRECTORY = 0040755;
    private static final int PROGRAM = 0100755;
    private static final int FILE = 0100644;
    private static final int CHARACTER_DEVICE = 0020600;
    private static final int ALIGNMENT = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int entries;

    Cpio directory(String name) {
        return entry(name, DIRECTORY, new byte[0], 0, 0);
    }

    Cpio program(String name, byte[] content) {
        return entry(name, PROGRAM, content, 0, 0);
    }

    Cpio file(String name, byte[] content) {
        return entry(name, FILE, content, 0, 0);
    }

    Cpio device(String name, int major, int minor) {
        return entry(name, CHARACTER_DEVICE, new byte[0], major, minor);
    }

    /** The whole archive. */
    byte[] end() {
        entry("TRAILER!!!", 0, new byte[0], 0, 0);
        return out.toByteArray();
    }

    private Cpio entry(String name, int mode, byte[] content, int major, int minor) {
        byte[] terminated = (name + "\0").getBytes(StandardCharsets.UTF_8);
        StringBuilder header = new StringBuilder("070701");
        entries++;
        int[] numbers = {entries, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, terminated.length, 0};
        for (int number : numbers) {
            header.append(String.format("%08x", number));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(terminated);
        align();
        out.writeBytes(content);
        align();
        return this;
    }

    private void align() {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }
}
