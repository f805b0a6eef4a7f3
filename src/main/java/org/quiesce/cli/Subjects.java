package org.quiesce.cli;

import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a command is about: one protocol or more. */
final class Subjects {

    @Parameters(paramLabel = "WHAT", arity = "1..*", converter = Converters.Name.class,
            description = "Ids of the atlas (such as first-kthread or first-kthread/broken), directories of models, C files"
                    + " of modules (such as driver.c), or directories in which a Kbuild file or Makefile builds some.")
    private List<String> what = List.of();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    /** As the user wrote it. */
    List<String> what() {
        return what;
    }

    /** The text of every file that is read for what was found, by the name under which it is read. */
    SortedMap<String, String> files(List<Target> found, Library library) {
        GivenFiles files = new GivenFiles(library);
        what.forEach(files::named);
        sources.headers().forEach(files::source);
        found.forEach(files::read);
        return files.texts();
    }

    List<Target> in(Library library) {
        return sources.adapt(library.find(what, sources.reading(library)));
    }
}
