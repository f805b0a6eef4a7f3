package org.quiesce.catalog;

import java.nio.file.Path;
import java.util.Set;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Protocol;

/** Makes a protocol of the C of a model that has none in the atlas. */
@FunctionalInterface
public interface SourceReader {

    /**
     * The protocol of a C file.
     *
     * @param outside what may happen besides, and the C does not say
     * @throws UnreadableException if there is none
     */
    Protocol read(Path file, Set<Outside> outside) throws UnreadableException;

    /** Reads nothing: for who has no reader of C. */
    static SourceReader none() {
        return (file, outside) -> {
            throw new UnreadableException("the C of models is not read here; name the protocol of the atlas that it has");
        };
    }

    /** A C file is none that can be read; the message says where and why. */
    final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        public UnreadableException(String message) {
            super(message);
        }
    }
}
