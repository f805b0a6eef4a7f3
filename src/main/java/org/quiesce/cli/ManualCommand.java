package org.quiesce.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.quiesce.report.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quiesce manual}: the help of the commands as pages for man. */
@Command(name = "manual", description = "Print a command's page of the manual, or write all of them.",
        footer = {"", "Exit status: 0 printed or written, 2 usage or bad input.",
            "", "Examples:", "  quiesce manual check | man -l -", "  quiesce manual --out ~/.local/share/man/man1"})
final class ManualCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command (default: quiesce itself).")
    private Optional<String> named = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", converter = Converters.Place.class,
            description = "Write every page to this directory; files of the same names are replaced.")
    private Optional<Path> out = Optional.empty();

    @Spec
    private CommandSpec command;

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ManualCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = common.console(environment);
        List<CommandSpec> commands = all(command.root()).toList();
        if (out.isPresent() && named.isPresent()) {
            throw new BadInput("--out writes every page\nleave out one or the other");
        } else if (out.isPresent()) {
            Map<String, String> files = new LinkedHashMap<>();
            commands.forEach(c -> files.put(ManualPage.name(c) + ".1", ManualPage.of(c)));
            OutputDirectory.at(out.get()).write(files, console);
        } else {
            console.print(ManualPage.of(named.map(name -> find(commands, name)).orElse(command.root())));
        }
        return ExitStatus.OK.code();
    }

    private static CommandSpec find(Collection<CommandSpec> commands, String name) {
        List<String> known = commands.stream().map(CommandSpec::name).toList();
        return commands.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow(() -> new BadInput(
                "there is no command '" + Printable.echo(name) + "'" + BadInput.suggestion(name, known)
                        + "\nquiesce --help shows what there is"));
    }

    private static Stream<CommandSpec> all(CommandSpec of) {
        return Stream.concat(Stream.of(of), of.subcommands().values().stream().distinct()
                .map(CommandLine::getCommandSpec)
                .filter(c -> !c.usageMessage().hidden())
                .flatMap(ManualCommand::all));
    }
}
