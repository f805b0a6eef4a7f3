package org.quiesce.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.quiesce.report.Printable;

/** A file that the user names, which is read whole. */
record InputFile(Path path) {

    private static final long LARGEST = 512L << 20;

    /** Its name in messages. */
    String name() {
        return Printable.echo(path.toString());
    }

    /**
     * Its text.
     *
     * @param kind    what it should be, such as "a trace"
     * @param instead what to do if it is not
     * @throws BadInput if it can't be read
     */
    String text(String kind, String instead) {
        try {
            if (Files.isDirectory(path)) {
                throw new BadInput("'" + name() + "' is a directory; " + instead);
            } else if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new BadInput("'" + name() + "' is no file that can be read whole; " + instead);
            } else if (Files.size(path) > LARGEST) {
                throw new BadInput("'" + name() + "' is too large for " + kind + "; " + instead);
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new BadInput("there is no file '" + name() + "'");
        } catch (CharacterCodingException e) {
            throw new BadInput(name() + ": not UTF-8 text; " + instead);
        } catch (IOException e) {
            throw new BadInput("'" + name() + "' can't be read: " + Reason.of(e));
        }
    }
}
