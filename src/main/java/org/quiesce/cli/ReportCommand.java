package org.quiesce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.page.Page;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce report}: results as a page to read. */
@Command(name = "report", description = "Write results as one HTML page that needs nothing else.",
        footer = {"", "The page has the verdicts and what they rest on, each counterexample in lanes to step through, the C,",
            "and the specification. Without --out it is printed.",
            "", "Exit status: 0 written, 2 usage or bad input, 3 inconclusive, 4 disputed, or an engine failed.",
            "A violation is no error here.",
            "", "Examples:",
            "  quiesce report state-set-after-check/broken --kernel 5.10 --out report.html",
            "  quiesce export json models --out results.json && quiesce report results.json --out report.html"})
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "WHAT", converter = Converters.Name.class,
            description = "What check takes, which is then checked; or a result that export json, or check --format json,"
                    + " wrote (RESULT.json), or that of kernel-replay.")
    private List<String> what = List.of();

    @Mixin
    private GivenResults results = new GivenResults();

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--out", paramLabel = "FILE", converter = Converters.Place.class,
            description = "Write to this file; one of the same name is replaced.")
    private Optional<Path> out = Optional.empty();

    private final Environment environment;

    ReportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        Optional<OutputFile> file = out.map(OutputFile::at);
        String page = Page.of(results.of(what, console, environment));
        file.ifPresentOrElse(place -> place.write(page, console), () -> console.print(page));
        return results.end(console);
    }
}
