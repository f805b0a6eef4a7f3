package org.quiesce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.ModelFile;
import org.quiesce.report.AtlasBook;
import org.quiesce.report.AtlasBook.Chapter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce atlas}: the atlas to read. */
@Command(name = "atlas", description = "Write the atlas as a book in Markdown: a page for each class of faults.",
        footer = {"", "Each page says why it goes wrong, shows the C that is broken and the C that is mended, what is expected on",
            "which kernel, bugs of that class that somebody had, and where to read on. All of it comes from the models.",
            "", "Exit status: 0 written, 2 usage or bad input.",
            "", "Example:", "  quiesce atlas --out docs/atlas"})
final class AtlasCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "DIR", required = true, converter = Converters.Place.class,
            description = "Write to this directory; files of the same names are replaced.")
    private Path out = Path.of("");

    @Mixin
    private Quiet quiet = new Quiet();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    AtlasCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = quiet.on(common.console(environment));
        OutputDirectory directory = OutputDirectory.at(out);
        Map<String, String> pages = new AtlasBook(chapters()).pages();
        directory.write(pages);
        console.tell("wrote " + pages.size() + " pages");
        return ExitStatus.OK.code();
    }

    /** In the order of the atlas. */
    private List<Chapter> chapters() {
        Path models = environment.library().models().filter(Files::isDirectory)
                .orElseThrow(() -> new BadInput("the models that Quiesce comes with are not found\nstart it by its launcher"));
        Map<String, ModelFile> read = new HashMap<>();
        Map<String, Path> places = new HashMap<>();
        environment.library().models(models.toString()).forEach((file, model) -> {
            read.put(model.id(), model);
            places.put(model.id(), file.getParent());
        });
        List<Chapter> chapters = new ArrayList<>();
        for (Entry entry : environment.library().atlas().entries()) {
            if (read.containsKey(entry.id())) {
                ModelFile model = read.get(entry.id());
                chapters.add(new Chapter(model, entry.place(), sources(places.get(entry.id()), model)));
            }
        }
        return chapters;
    }

    private static Map<String, String> sources(Path directory, ModelFile model) {
        Map<String, String> sources = new HashMap<>();
        for (ModelFile.Case variant : model.cases()) {
            Path file = directory.resolve(variant.source());
            try {
                sources.put(variant.source(), Files.readString(file));
            } catch (IOException e) {
                throw new BadInput("'" + file + "' can't be read: " + Reason.of(e));
            }
        }
        return sources;
    }
}
