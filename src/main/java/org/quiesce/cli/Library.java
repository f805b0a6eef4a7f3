package org.quiesce.cli;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelFileException;
import org.quiesce.catalog.ModelReader;
import org.quiesce.catalog.Variant;
import org.quiesce.csource.Kbuild;
import org.quiesce.protocol.Protocol;
import org.quiesce.report.Printable;

/** Finds the protocols that a user names: by their id in the atlas, by the directory of their model, or by their C. */
final class Library {

    private static final String REAL = Entry.Kind.REAL.word();

    private final Atlas atlas;
    private final Optional<Path> models;
    private final FileSystem files;

    /**
     * A library.
     *
     * @param models the directory with the models of the atlas, which say what is expected of the ids; without it, or
     *               without one of them, nothing is
     */
    Library(Atlas atlas, Optional<Path> models) {
        this(atlas, models, FileSystems.getDefault());
    }

    private Library(Atlas atlas, Optional<Path> models, FileSystem files) {
        this.atlas = atlas;
        this.models = models;
        this.files = files;
    }

    /** The same, where what is no id names something in those files, and nowhere else. */
    Library over(FileSystem others) {
        return new Library(atlas, models, others);
    }

    Atlas atlas() {
        return atlas;
    }

    /** The directory with the models of the atlas, if it is known. */
    Optional<Path> models() {
        return models;
    }

    /** The targets of all names, each once. */
    List<Target> find(List<String> names) {
        return find(names, Reading.usual());
    }

    /**
     * The targets of all names, each once.
     *
     * @param how C files are read
     */
    List<Target> find(List<String> names, Reading how) {
        if (how.module().isPresent()) {
            return module(how.module().get(), names, how);
        }
        Map<String, Target> found = new LinkedHashMap<>();
        names.forEach(name -> find(name, how).forEach(target -> add(found, target)));
        return List.copyOf(found.values());
    }

    private List<Target> module(String module, List<String> names, Reading how) {
        names.stream().filter(name -> !CFiles.isOne(name)).findFirst().ifPresent(name -> {
            throw new BadInput("--module: '" + Printable.echo(name) + "' is no C file\nname the C files of the module");
        });
        return CFiles.module(module, names.stream().map(this::path).toList(), how);
    }

    /** Naming something twice is no harm, as long as it is the same thing. */
    private static void add(Map<String, Target> found, Target target) {
        Target before = found.putIfAbsent(target.name(), target);
        if (before != null && !before.equals(target)) {
            throw new BadInput("two models that differ are both called " + Printable.echo(target.name())
                    + "\nname one of them, or give one another id");
        }
    }

    /** The protocols of those names; of the whole atlas, if there are none. */
    List<Protocol> protocols(List<String> names) {
        return names.isEmpty()
                ? atlas.entries().stream().flatMap(e -> e.variants().stream()).map(Variant::protocol).toList()
                : find(names).stream().map(Target::protocol).toList();
    }

    /**
     * An id goes before a directory of that name, which can be written ./name. The real bugs have a name for all of
     * them, which may also stand before an id, as in the path of its model.
     */
    private List<Target> find(String name, Reading how) {
        if (CFiles.isOne(name)) {
            return CFiles.targets(path(name), how);
        }
        return ofAtlas(name).or(() -> directory(name, how)).orElseThrow(() -> unknown(name));
    }

    /** The targets of a name that is one of the atlas. */
    Optional<List<Target>> ofAtlas(String name) {
        if (name.equals(REAL)) {
            return Optional.of(atlas.entries(Entry.Kind.REAL).stream().flatMap(e -> variants(e).stream()).toList());
        }
        String[] parts = name.replaceFirst("^" + REAL + "/", "").split("/", 2);
        return atlas.entry(parts[0])
                .map(entry -> parts.length == 1 ? variants(entry) : List.of(variant(entry, parts[1])));
    }

    private List<Target> variants(Entry entry) {
        Optional<ModelFile> model = model(entry);
        return entry.variants().stream().map(v -> target(entry, v, model)).toList();
    }

    private Target variant(Entry entry, String name) {
        Variant variant = entry.variant(name).orElseThrow(() -> noVariant(entry.id(), name,
                entry.variants().stream().map(Variant::name).toList()));
        return target(entry, variant, model(entry));
    }

    private static Target target(Entry entry, Variant variant, Optional<ModelFile> model) {
        return model.flatMap(m -> m.variant(variant.name()).map(c -> Target.of(m, c)))
                .orElseGet(() -> Target.of(entry, variant));
    }

    /** The model of an entry, if its directory is known. */
    Optional<ModelFile> model(Entry entry) {
        return models.map(m -> m.resolve(entry.place()).resolve(ModelFile.NAME))
                .filter(Files::isRegularFile)
                .map(this::read);
    }

    // ---- model directories

    /** The models in or below a directory, by their files. */
    Map<Path, ModelFile> models(String directory) {
        Path path = path(directory);
        if (!Files.isDirectory(path)) {
            throw new BadInput("there is no directory '" + Printable.echo(directory) + "'");
        }
        Map<Path, ModelFile> found = new LinkedHashMap<>();
        modelFiles(path, directory).forEach(file -> found.put(file, read(file)));
        return found;
    }

    /** The models in a directory, or the modules that are built there. */
    private Optional<List<Target>> directory(String name, Reading how) {
        Path path = path(name);
        if (Files.isDirectory(path) && Kbuild.in(path).isPresent()) {
            return Optional.of(CFiles.built(path, how)).filter(targets -> !targets.isEmpty());
        } else if (Files.isDirectory(path)) {
            return Optional.of(modelFiles(path, name).stream().flatMap(f -> cases(read(f)).stream()).toList());
        }
        Path parent = path.resolveSibling(ModelFile.NAME);
        if (name.contains("/") && Files.isRegularFile(parent)) {
            return Optional.of(List.of(oneCase(read(parent), path.getFileName().toString())));
        }
        return Optional.empty();
    }

    /** A file or a directory that a user names. */
    Path path(String name) {
        try {
            return files.getPath(name);
        } catch (InvalidPathException e) {
            throw new BadInput("'" + Printable.echo(name) + "' is neither an id nor a path");
        }
    }

    private static List<Path> modelFiles(Path directory, String name) {
        try {
            List<Path> files = ModelReader.files(directory);
            if (files.isEmpty()) {
                throw new BadInput("there is no " + ModelFile.NAME + " in or below '" + Printable.echo(name)
                        + "'\nname a model's directory, such as models/first-kthread");
            }
            return files;
        } catch (IOException e) {
            throw new BadInput("directory '" + Printable.echo(directory.toString()) + "' can't be read: "
                    + Reason.of(e));
        }
    }

    ModelReader modelReader() {
        return new ModelReader(atlas);
    }

    ModelFile read(Path file) {
        try {
            return modelReader().read(file);
        } catch (ModelFileException e) {
            throw new BadInput(e.getMessage());
        }
    }

    private static List<Target> cases(ModelFile model) {
        return model.cases().stream().map(c -> Target.of(model, c)).toList();
    }

    private static Target oneCase(ModelFile model, String name) {
        return model.variant(name)
                .map(c -> Target.of(model, c))
                .orElseThrow(() -> noVariant(model.id(), name,
                        model.cases().stream().map(ModelFile.Case::name).toList()));
    }

    // ---- nothing found

    private static BadInput noVariant(String id, String name, List<String> variants) {
        return new BadInput(id + " has no variant '" + Printable.echo(name) + "'; it has "
                + String.join(", ", variants));
    }

    private BadInput unknown(String name) {
        List<String> known = new ArrayList<>(atlas.ids());
        atlas.entries().forEach(e -> e.variants().forEach(v -> known.add(e.id() + "/" + v.name())));
        return new BadInput("there is no protocol '" + Printable.echo(name) + "', and no directory of that name"
                + BadInput.suggestion(name, known) + "\nquiesce list protocols shows what there is");
    }
}
