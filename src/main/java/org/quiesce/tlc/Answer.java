package org.quiesce.tlc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What TLC printed in one run, and its exit status. */
record Answer(int exitStatus, List<String> lines) {
    private static final String FORMAT = "quiesce-tlc-answer 1";
    private static final int LARGEST = 64 << 20;

    Answer {
        lines = List.copyOf(lines);
    }

    /**
     * As bytes: a line with the format and a checksum of the rest, which is compressed.
     *
     * @param question the key of what it answers, without which it can't be read
     */
    byte[] toBytes(String question) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((exitStatus + "\n" + String.join("\n", lines)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory can always be written to", e);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header(question, packed.toByteArray()));
        bytes.writeBytes(packed.toByteArray());
        return bytes.toByteArray();
    }

    /** The answer in these bytes; empty if they are damaged, or answer another question. */
    static Optional<Answer> of(byte[] bytes, String question) {
        int start = header(question, new byte[0]).length;
        byte[] packed = Arrays.copyOfRange(bytes, Math.min(start, bytes.length), bytes.length);
        if (!Arrays.equals(Arrays.copyOf(bytes, start), header(question, packed))) {
            return Optional.empty();
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            String[] text = new String(gzip.readNBytes(LARGEST), StandardCharsets.UTF_8).split("\n", -1);
            return Optional.of(new Answer(Integer.parseInt(text[0]), Arrays.asList(text).subList(1, text.length)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static byte[] header(String question, byte[] packed) {
        String checksum = new Sha256().add(question).add(packed).hex();
        return (FORMAT + " " + checksum + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
