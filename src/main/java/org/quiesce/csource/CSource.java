package org.quiesce.csource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.Origin;

/**
 * The text of a C file, or of all files of a module one after the other.
 *
 * @param file  as the user named it, or the name of the module
 * @param parts the files that it consists of, with their lines as they stand there
 */
public record CSource(String file, String text, List<Origin.File> parts) {

    /** No file of a module that has threads is nearly as large, and the parser needs about 100 times as much memory. */
    static final int MOST_BYTES = 4_000_000;
    /** Headers that are larger are those of a whole subsystem. */
    private static final int MOST_OF_HEADERS = 300_000;

    public CSource {
        parts = List.copyOf(parts);
    }

    /** The number of the line that has a place in the text; places are counted from 0, lines from 1. */
    int line(int offset) {
        return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
    }

    /**
     * One file, with the headers of its own beside it that it includes, unless these are too large.
     *
     * @throws CSourceException if it can't be read, or can't be C
     */
    public static CSource alone(Path file, Preprocessing given) {
        List<CSource> all = OwnHeaders.and(List.of(file));
        CSource own = all.get(all.size() - 1);
        int size = all.stream().mapToInt(source -> source.text().length()).sum() - own.text().length();
        return size == 0 || size > MOST_OF_HEADERS ? own : joined(own.file(), all, given);
    }

    /**
     * A module of some files, under the name of the only one, or of the module.
     *
     * @param files at least one
     * @throws CSourceException if a file or a header can't be read, or is no C
     */
    public static CSource of(String module, List<Path> files, Preprocessing given) {
        return files.size() == 1 ? alone(files.get(0), given) : together(module, files, given);
    }

    /** One file. */
    public CSource(String file, String text) {
        this(file, text, List.of(new Origin.File(file, 0, text.lines().toList())));
    }

    /**
     * All files of a module, with the headers of its own beside them that they include.
     *
     * @param files at least one
     * @throws CSourceException if a file or a header can't be read, or is no C
     */
    public static CSource together(String module, List<Path> files, Preprocessing given) {
        return joined(module, OwnHeaders.and(files), given);
    }

    private static CSource joined(String module, List<CSource> all, Preprocessing given) {
        List<String> texts = Statics.apart(all, given);
        StringBuilder text = new StringBuilder();
        List<Origin.File> parts = new ArrayList<>();
        int lines = 0;
        for (int i = 0; i < all.size(); i++) {
            parts.add(new Origin.File(all.get(i).file(), lines, all.get(i).text().lines().toList()));
            String own = texts.get(i).endsWith("\n") ? texts.get(i) : texts.get(i) + "\n";
            lines += (int) own.chars().filter(c -> c == '\n').count();
            text.append(own);
        }
        return new CSource(module, text.toString(), parts);
    }

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

    /** What messages about a line begin with, such as {@code driver.c:12}. */
    String at(int line) {
        Origin.File part = Origin.File.of(parts, line);
        return part.name() + ":" + (line - part.before());
    }
}
