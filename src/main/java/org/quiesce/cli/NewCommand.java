package org.quiesce.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.ModelFile;
import org.quiesce.report.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quiesce new}: a model to begin with. */
@Command(name = "new", description = "Make a directory with a model of your own, to begin with.",
        footer = {"", "It has a module with a fault, the same mended, and a model.yaml with what is expected of both.",
            "The protocols are read from the C: edit it, and check the directory again. Nothing is ever overwritten.",
            "", "Exit status: 0 made, 2 usage or bad input.",
            "", "Example:", "  quiesce new my-driver && quiesce check my-driver"})
final class NewCommand implements Callable<Integer> {

    /** As in the template, where it stands for the name. */
    private static final String TEMPLATE_NAME = "my-driver";
    private static final String TEMPLATES = "/org/quiesce/cli/template/";
    private static final List<String> FILES = List.of(ModelFile.NAME, "broken.c", "mended.c");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST = 60;

    @Parameters(paramLabel = "NAME", converter = Converters.Place.class,
            description = "The directory to make; its last part, lower-case words joined by hyphens, is the id of the model.")
    private Path place = Path.of("");

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    NewCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = common.console(environment);
        String id = id();
        if (Files.exists(place)) {
            throw new BadInput("there is a '" + Printable.echo(place.toString()) + "' already\nchoose another name");
        }
        Map<String, String> files = new LinkedHashMap<>();
        FILES.forEach(file -> files.put(file, template(file).replace(TEMPLATE_NAME, id)
                .replace(TEMPLATE_NAME.replace('-', '_'), id.replace('-', '_'))));
        OutputDirectory.at(place).write(files, console);
        console.say("next: quiesce check " + Printable.of(place.toString()));
        return ExitStatus.OK.code();
    }

    private String id() {
        String id = Optional.ofNullable(place.getFileName()).map(Path::toString).orElse("");
        if (!NAME.matcher(id).matches() || id.length() > LONGEST) {
            throw new BadInput("'" + Printable.echo(id) + "' is no name of a model\nuse lower-case words joined by hyphens, such as "
                    + TEMPLATE_NAME + ", " + LONGEST + " letters at most");
        }
        // Of an id the atlas is asked before any directory.
        if (environment.library().atlas().entry(id).isPresent() || id.equals(Entry.Kind.REAL.word())) {
            throw new BadInput("the atlas has a '" + id + "', which is meant where that is written\nchoose another name");
        }
        return id;
    }

    private static String template(String file) {
        try (InputStream in = NewCommand.class.getResourceAsStream(TEMPLATES + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file + " of the jar", e);
        }
    }
}
