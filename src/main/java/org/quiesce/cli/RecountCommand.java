package org.quiesce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFileException;
import org.quiesce.catalog.StateCounts;
import org.quiesce.catalog.StateCounts.Change;
import org.quiesce.catalog.StateCounts.Rewritten;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.kernel.Profile;
import org.quiesce.report.Printable;
import org.quiesce.report.Sheet;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.tlc.AnswerCache;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code quiesce recount}: for who changed the meaning of a primitive, and with it the numbers of states of many models.
 * What is expected of the properties is never written anew: that is for a person to do.
 */
@Command(name = "recount", hidden = true,
        description = "Count the states of models anew, and write the numbers into their model.yaml.",
        footer = {"", "Every variant is checked on every kernel that its model names, by both engines. It is left as it is",
            "where anything but a number is not as expected.",
            "Exit status: 0 every model is as expected now, else that of check."})
final class RecountCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Directories of models, such as models.")
    private List<String> directories = List.of();

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    RecountCommand(Environment environment) {
        this.environment = environment;
    }

    /** A variant of a model, and the file that says so. */
    private record Stated(Path file, ModelFile model, Case variant) {

        Plan plan() {
            return new Plan(Target.of(model, variant.withoutStates()), Set.of());
        }
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        Map<Path, ModelFile> models = new LinkedHashMap<>();
        directories.forEach(directory -> models.putAll(environment.library().models(directory)));
        List<Stated> stated = models.entrySet().stream()
                .flatMap(m -> m.getValue().cases().stream().map(c -> new Stated(m.getKey(), m.getValue(), c)))
                .toList();
        Iterator<Stated> next = stated.iterator();
        List<Sheet> sheets = new Checks(new CheckOptions(), console, AnswerCache.none())
                .all(stated.stream().map(Stated::plan).toList(), sheet -> rewrite(next.next(), sheet, console));
        Checks.failures(sheets).forEach(console::say);
        return ExitStatus.of(sheets).code();
    }

    private void rewrite(Stated stated, Sheet sheet, Console console) {
        Optional<Checked> other =
                sheet.checks().stream().filter(Predicate.not(RecountCommand::isAsExpectedAndCounted)).findFirst();
        if (other.isPresent()) {
            console.say("quiesce: " + Printable.echo(stated.file().toString()) + ": " + stated.variant().name()
                    + " is left as it is, for it is not as expected on " + other.get().result().profile()
                    + "; check says more");
            return;
        }
        for (Change change : write(stated.file(), Map.of(stated.variant().name(), counts(sheet)))) {
            console.print(stated.file() + ": " + change.variant() + " on "
                    + String.join(", ", change.kernels().stream().map(Profile::name).toList()) + ": "
                    + change.before() + " -> " + change.after() + " states\n");
        }
    }

    private static boolean isAsExpectedAndCounted(Checked check) {
        return check.conformance() instanceof Conformance.AsExpected
                && check.result().simStates().isPresent()
                && check.result().simStates().equals(check.result().tlcStates());
    }

    private static Map<Profile, Long> counts(Sheet sheet) {
        Map<Profile, Long> counts = new HashMap<>();
        sheet.checks().forEach(c -> counts.put(c.result().profile(), c.result().simStates().orElseThrow()));
        return counts;
    }

    private List<Change> write(Path file, Map<String, Map<Profile, Long>> counts) {
        try {
            Rewritten rewritten = StateCounts.rewrite(environment.library().modelReader(), file.toString(),
                    Files.readString(file), counts);
            if (!rewritten.changes().isEmpty()) {
                OutputDirectory.at(file.toAbsolutePath().getParent())
                        .write(Map.of(file.getFileName().toString(), rewritten.text()));
            }
            return rewritten.changes();
        } catch (ModelFileException e) {
            throw new BadInput(e.getMessage());
        } catch (IOException e) {
            throw new BadInput("'" + Printable.echo(file.toString()) + "' can't be read: " + Reason.of(e));
        }
    }
}
