package org.quiesce.cli;

import java.nio.file.Path;
import java.util.Map;

/** A file for a result: it is there as a whole or not at all. */
record OutputFile(OutputDirectory directory, String name) {

    /**
     * The file of that name, which is made when it is written.
     *
     * @throws BadInput if it could not be written
     */
    static OutputFile at(Path place) {
        Path whole = place.toAbsolutePath().normalize();
        if (whole.getFileName() == null) {
            throw new BadInput("--out: there is no file that can be written of that name\nname a file");
        }
        OutputFile file = new OutputFile(OutputDirectory.at(whole.getParent()), whole.getFileName().toString());
        file.directory().needs(file.name());
        return file;
    }

    /** Writes it, and says so. */
    void write(String text, Console console) {
        directory.write(Map.of(name, text), console);
    }
}
