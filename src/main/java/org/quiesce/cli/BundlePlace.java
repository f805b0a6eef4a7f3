package org.quiesce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quiesce.bundle.Bundle;
import org.quiesce.report.Printable;

/** Where a bundle is written, as a zip file or as a directory. */
sealed interface BundlePlace {

    /**
     * That place.
     *
     * @param ending of the names of zip files
     * @throws BadInput if no bundle could be written there
     */
    static BundlePlace at(Path place, String ending) {
        if (place.toString().endsWith(ending)) {
            OutputFile.at(place);
            return new Zip(place.toAbsolutePath().normalize());
        } else if (Files.exists(place)) {
            throw new BadInput("there is a '" + Printable.echo(place.toString()) + "' already, and what is in it would become part"
                    + " of the bundle\nname another directory, or a file that ends in " + ending);
        }
        return new Directory(OutputDirectory.at(place));
    }

    void write(Bundle bundle, Console console);

    /** A directory that is not there yet. */
    record Directory(OutputDirectory directory) implements BundlePlace {
        @Override
        public void write(Bundle bundle, Console console) {
            directory.write(bundle.texts());
            console.say("wrote " + bundle.size() + " files");
        }
    }

    /** A file, which appears whole. */
    record Zip(Path file) implements BundlePlace {
        @Override
        public void write(Bundle bundle, Console console) {
            try (Publication publication = new Publication()) {
                publication.draft(file, bundle.zip());
                publication.publish();
            } catch (IOException e) {
                throw new BadInput("can't write '" + Printable.echo(file.toString()) + "': " + Reason.of(e)
                        + "\nname a file in a directory that can be written to");
            }
            console.say("wrote " + Printable.of(file.toString()));
        }
    }
}
