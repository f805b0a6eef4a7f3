package org.quiesce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.catalog.ModelFile;
import org.quiesce.csource.Kbuild;
import org.quiesce.protocol.Origin;

/** The files that are read for what a user names, so that they can be kept beside what was found. */
final class GivenFiles {

    private final Library library;
    private final SortedMap<String, String> texts = new TreeMap<>();

    GivenFiles(Library library) {
        this.library = library;
    }

    /** What is read for a name before any C is: the models of a directory, or what says which modules are built there. */
    void named(String name) {
        if (CFiles.isOne(name) || library.ofAtlas(name).isPresent()) {
            return;
        }
        Path path = library.path(name);
        if (!Files.isDirectory(path)) {
            Path file = path.resolveSibling(ModelFile.NAME);
            model(file, library.read(file));
        } else if (Kbuild.in(path).isPresent()) {
            source(Kbuild.in(path).get().toString());
        } else {
            library.models(name).forEach(this::model);
        }
    }

    private void model(Path file, ModelFile model) {
        source(file.toString());
        model.cases().forEach(variant -> source(file.resolveSibling(variant.source()).toString()));
    }

    /** The C of which a target is, with its headers. */
    void read(Target target) {
        target.protocol().origin().stream().flatMap(origin -> origin.files().stream()).map(Origin.File::name)
                .forEach(this::source);
    }

    /** A file of text. */
    void source(String name) {
        texts.put(name, CFiles.source(library.path(name)).text());
    }

    /** All of them by their names. */
    SortedMap<String, String> texts() {
        return Collections.unmodifiableSortedMap(texts);
    }
}
