package org.quiesce.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.report.Sheet;
import org.quiesce.result.Checked;
import org.quiesce.result.ResultException;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;
import org.quiesce.result.Results.Extent;
import org.quiesce.workbench.CheckResult;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Whole results of what is named: read from a file that has them, or else checked. */
final class GivenResults {

    private static final String RESULT = ".json";
    private static final List<String> ALWAYS = List.of("--out", "--no-color", "--quiet", "--verbose");

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private final List<Sheet> sheets = new ArrayList<>();

    /**
     * The results.
     *
     * @throws BadInput if there are none
     */
    Results of(List<String> what, Console console, Environment environment) {
        Optional<String> file = what.stream().filter(name -> name.endsWith(RESULT)).findFirst();
        if (file.isPresent()) {
            return read(what, new InputFile(Path.of(file.get())));
        }
        sheets.addAll(new Checks(options, console, environment.answers()).all(
                options.plan(sources.adapt(environment.library().find(what, sources.reading(environment.library())))), sheet -> { }));
        return Results.of(ExitStatus.of(sheets).code(), sheets.stream().flatMap(sheet -> sheet.checks().stream()).toList(),
                Extent.WHOLE);
    }

    private Results read(List<String> what, InputFile input) {
        if (what.size() > 1) {
            throw new BadInput("a result is taken alone\nname only " + input.name());
        }
        Optional<String> idle = command.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName).filter(name -> !ALWAYS.contains(name)).findFirst();
        if (idle.isPresent()) {
            throw new BadInput(idle.get() + " is for what is checked, and a result has been\nleave it out");
        }
        try {
            return ResultJson.read(input.text("a result", "name a file that export json wrote"));
        } catch (ResultException e) {
            throw new BadInput(input.name() + ": " + e.getMessage() + "\nname a file that export json wrote");
        }
    }

    /** Says what failed, and gives the exit status: a violation is no error here. */
    int end(Console console) {
        Checks.failures(sheets).forEach(console::say);
        return ExitStatus.ofUndecided(checks()).code();
    }

    /** What was checked; nothing if the results were read. */
    Stream<CheckResult> checks() {
        return sheets.stream().flatMap(sheet -> sheet.checks().stream()).map(Checked::result);
    }
}
