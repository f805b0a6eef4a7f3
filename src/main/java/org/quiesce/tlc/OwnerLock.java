package org.quiesce.tlc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Says that a directory has a living owner. The system lets go of the lock when the process ends, however it ends; and
 * it is the same for processes that don't see each other, as in containers that share a directory.
 */
final class OwnerLock implements AutoCloseable {

    private static final String NAME = "owner";

    private final FileChannel channel;

    private OwnerLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the directory; empty where files can't be locked. */
    static Optional<OwnerLock> of(Path directory) {
        Path draft = directory.resolve(NAME + ".new");
        try {
            FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            OwnerLock owner = new OwnerLock(channel);
            if (channel.tryLock() == null) {
                owner.close();
                return Optional.empty();
            }
            // Only now, as a file that nobody has locked says that the owner is gone.
            Files.move(draft, directory.resolve(NAME));
            return Optional.of(owner);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a directory had an owner, and he is gone. It must not be one of this JVM: to look at a lock of one's own
     * is to lose it.
     */
    static boolean isGoneFrom(Path directory) {
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(NAME), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The end of the process closes it.
        }
    }
}
