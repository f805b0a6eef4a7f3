package org.quiesce.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that appear under their names all together or not at all: first each is written under another name beside its
 * place, and what is replaced is kept until all have moved. Closing it, or the end of the JVM, takes back what was not
 * published, directories that were made for it included.
 */
final class Publication implements AutoCloseable {

    private final Map<Path, Path> drafts = new LinkedHashMap<>();
    private final Deque<Path> madeDirectories = new ArrayDeque<>();
    private final Thread hook = new Thread(this::withdraw);
    private boolean over;

    Publication() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Writes what is to become the file at that place, in UTF-8. */
    void draft(Path place, String text) throws IOException {
        draft(place, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what is to become the file at that place. */
    synchronized void draft(Path place, byte[] content) throws IOException {
        if (over) {
            throw new IOException("the call is over");
        }
        makeDirectory(place.getParent());
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(place.toString(), null, "is a directory");
        }
        Path draft = beside(place, "tmp");
        drafts.put(place, draft);
        Files.write(draft, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            makeDirectory(directory.getParent());
            Files.createDirectory(directory);
            madeDirectories.push(directory);
        }
    }

    /** Moves every draft to its place; if one can't be moved then nothing has changed. */
    synchronized void publish() throws IOException {
        List<Move> moves = new ArrayList<>();
        try {
            for (Map.Entry<Path, Path> draft : drafts.entrySet()) {
                Move move = new Move(draft.getValue(), draft.getKey(), beside(draft.getKey(), "old"));
                moves.add(move);
                move.make();
            }
        } catch (IOException e) {
            for (Move move : moves) {
                move.undo();
            }
            throw e;
        }
        for (Move move : moves) {
            delete(move.replaced());
        }
        drafts.clear();
        madeDirectories.clear();
    }

    /** The move of a draft to its place, and the copy of what was there before. */
    private record Move(Path draft, Path place, Path replaced) {

        void make() throws IOException {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(place, replaced, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        }

        void undo() throws IOException {
            if (Files.exists(draft)) {
                delete(replaced);
            } else if (Files.exists(replaced, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(replaced, place, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(place);
            }
        }
    }

    private static Path beside(Path place, String ending) {
        return place.resolveSibling("." + place.getFileName() + "." + ProcessHandle.current().pid() + "." + ending);
    }

    private synchronized void withdraw() {
        over = true;
        drafts.values().forEach(Publication::delete);
        madeDirectories.forEach(Publication::delete);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A draft that can't be deleted, or a directory that somebody else uses by now: there is nobody to tell.
        }
    }

    @Override
    public void close() {
        withdraw();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already: the hook has nothing left to do.
        }
    }
}
