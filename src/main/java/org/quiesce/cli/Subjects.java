package org.quiesce.cli;

import java.util.List;
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

    List<Target> in(Library library) {
        return sources.adapt(library.find(what, sources.reading()));
    }
}
