package org.quiesce.csource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The text of a C file.
 *
 * @param file as the user named it
 */
public record CSource(String file, String text) {

    /** No file of a module that has threads is nearly as large, and the parser needs about 100 times as much memory. */
    static final int MOST_BYTES = 4_000_000;

    /**
     * Reads a file.
     *
     * @throws CSourceException if it can't be read, or can't be C
     */
    public static CSource read(Path path) {
        String file = path.toString();
        if (!Files.isRegularFile(path)) {
            throw new CSourceException(Files.exists(path)
                    ? "'" + file + "' is no file; name the C file of a module"
                    : "there is no file '" + file + "'");
        }
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw new CSourceException("'" + file + "' has " + size + " bytes, and up to " + MOST_BYTES
                        + " are read; name the C file of one module");
            }
            return new CSource(file, decoded(file, Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new CSourceException("'" + file + "' can't be read: " + e.getMessage());
        }
    }

    /** UTF-8; of older files some are Latin-1, which every sequence of bytes is. */
    private static String decoded(String file, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new CSourceException(
                        "'" + file + "' is not text: its byte " + (i + 1) + " is 0; name the C file of a module");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** Its lines, without their ends. */
    List<String> lines() {
        return text.lines().toList();
    }

    /** What messages about a line begin with, such as {@code driver.c:12}. */
    String at(int line) {
        return file + ":" + line;
    }
}
