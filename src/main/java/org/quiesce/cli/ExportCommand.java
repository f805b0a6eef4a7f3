package org.quiesce.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.export.Document;
import org.quiesce.export.ExportException;
import org.quiesce.export.ExportFormat;
import org.quiesce.export.ExportFormat.Scope;
import org.quiesce.result.Results;
import org.quiesce.result.StateGraph;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce export}: results for other tools. */
@Command(name = "export", description = "Write results in the format of another tool.",
        footer = {"", "One document for all: json, sarif, junit. One for each protocol and kernel: dot.",
            "One for each counterexample: itf, tla, plantuml, mermaid, svg, perfetto.",
            "Without --out it is printed, if it is one; of tla the module of the trace alone.",
            "", "Exit status: 0 written, 2 usage, bad input or nothing to write, 3 inconclusive, 4 disputed,",
            "or an engine failed. A violation is no error here.",
            "", "Examples:",
            "  quiesce export sarif driver.c --out driver.sarif",
            "  quiesce export svg state-set-after-check/broken --kernel 5.10 --property StopTerminates > stop.svg",
            "  quiesce export json models --out results.json",
            "  quiesce export plantuml results.json --out diagrams"})
final class ExportCommand implements Callable<Integer> {

    private static final int MOST_STATES = 10_000;

    @Parameters(index = "0", paramLabel = "FORMAT", converter = Converters.ExportFormatName.class,
            completionCandidates = Candidates.Formats.class,
            description = "One of json, sarif, junit, dot, itf, tla, plantuml, mermaid, svg, perfetto.")
    private ExportFormat format = ExportFormat.JSON;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "WHAT", converter = Converters.Name.class,
            description = "What check takes, which is then checked; or a result that export json, or check --format json,"
                    + " wrote (RESULT.json).")
    private List<String> what = List.of();

    @Mixin
    private GivenResults results = new GivenResults();

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--out", paramLabel = "FILE|DIR", converter = Converters.Place.class,
            description = "Write to this file what is one document for all, else to files in this directory, all or none;"
                    + " files of the same names are replaced.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--states", paramLabel = "N", converter = Converters.WholeNumber.class,
            description = "Of dot and json: also the graph of the first N states at most; dot then shows it instead of the"
                    + " programs.")
    private Optional<Long> states = Optional.empty();

    private final Environment environment;

    ExportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        states.ifPresent(this::checkStates);
        Optional<Destination> destination = out.map(place -> Destination.of(format.scope(), place));
        List<Document> documents = documents(results(console));
        if (destination.isPresent()) {
            destination.get().write(documents, console);
        } else {
            console.print(single(documents).text());
        }
        return results.end(console);
    }

    private void checkStates(long most) {
        if (format != ExportFormat.DOT && format != ExportFormat.JSON) {
            throw new BadInput("--states is for dot and json\nleave it out");
        } else if (most < 1 || most > MOST_STATES) {
            throw new BadInput("--states: write a number from 1 to " + MOST_STATES);
        }
    }

    private Results results(Console console) {
        Results given = results.of(what, console, environment);
        return states.isEmpty() ? given : given.with(results.checks()
                .map(r -> StateGraph.of(Workbench.states(
                        r.protocol(), r.granularity(), r.profile(), states.get().intValue())))
                .toList());
    }

    // ---- documents

    private List<Document> documents(Results results) {
        List<Document> documents;
        try {
            documents = format.documents(results);
        } catch (ExportException e) {
            throw new BadInput(e.getMessage() + "\nmake the result with export json, which has all in it");
        }
        if (documents.isEmpty()) {
            throw new BadInput("there is no counterexample to export as " + format.id()
                    + "\nname a protocol of which some property is violated, on a kernel on which it is");
        }
        return documents;
    }

    private Document single(List<Document> documents) {
        List<String> places = documents.stream().map(Destination::topmost).distinct().toList();
        if (places.size() > 1) {
            throw new BadInput(places.size() + " documents can't be printed one after the other\n" + (
                    format.scope() == Scope.CHECK
                            ? "name a directory with --out, or one protocol and one --kernel"
                            : "name a directory with --out, or one --property and one --kernel"));
        }
        return documents.get(0);
    }

    /** Where documents are written: a file, or a directory with files of the names that they have. */
    private record Destination(OutputDirectory directory, Optional<String> file) {

        static Destination of(Scope scope, Path place) {
            if (scope != Scope.RESULTS) {
                return new Destination(OutputDirectory.at(place), Optional.empty());
            }
            OutputFile file = OutputFile.at(place);
            return new Destination(file.directory(), Optional.of(file.name()));
        }

        static String topmost(Document document) {
            return document.file().replaceFirst("/.*", "");
        }

        void write(List<Document> documents, Console console) {
            Map<String, String> files = new LinkedHashMap<>();
            documents.forEach(document -> files.put(file.orElse(document.file()), document.text()));
            directory.write(files, console);
        }
    }
}
