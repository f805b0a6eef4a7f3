package org.quiesce.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.quiesce.report.Printable;

/** Says why a file could not be read or written, as a user would say it. */
final class Reason {

    private Reason() {}

    static String of(Exception failure) {
        IOException why = failure instanceof UncheckedIOException unchecked ? unchecked.getCause()
                : failure instanceof IOException io ? io : new IOException(failure.getMessage());
        if (why instanceof AccessDeniedException) {
            return "permission denied";
        } else if (why instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (why instanceof NotDirectoryException) {
            return "it is no directory";
        } else if (why instanceof FileAlreadyExistsException) {
            return "something else of that name is in the way";
        } else if (why instanceof FileSystemException system && system.getReason() != null) {
            return Printable.echo(system.getReason().toLowerCase(Locale.ROOT));
        }
        return why.getMessage() == null ? "the system does not say why" : Printable.echo(why.getMessage());
    }
}
