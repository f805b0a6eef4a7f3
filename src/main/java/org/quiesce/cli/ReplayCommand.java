package org.quiesce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Printable;
import org.quiesce.report.TextReport;
import org.quiesce.trace.Trace;
import org.quiesce.trace.TraceFile;
import org.quiesce.trace.TraceFileException;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.TraceMismatchException;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce replay}: does a saved counterexample still happen? */
@Command(name = "replay", description = "Run a saved counterexample on the simulator, comparing every variable.",
        footer = {"", "Exit status: 0 confirmed, 2 no trace or not of a protocol that is known, 4 not confirmed."})
final class ReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TRACE", converter = Converters.Place.class,
            description = "A file that check --save wrote.")
    private Path file = Path.of("");

    @Option(names = "--of", paramLabel = "WHAT", converter = Converters.Name.class,
            description = "The protocol, if it is not in the atlas: the C file, or the directory of its model. Several are"
                    + " looked through, and with --module they are the files of one.")
    private List<String> what = List.of();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ReplayCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Trace trace = read();
        Protocol protocol = protocol(trace);
        ReplayReport report = replay(trace, protocol);
        ExitStatus status = report.confirmed() ? ExitStatus.OK : ExitStatus.UNRELIABLE;
        Console console = common.console(environment);
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).replay(trace, report));
        } else {
            console.print(new TextReport(console.terminal().width()).replay(protocol, trace, report));
        }
        return status.code();
    }

    private ReplayReport replay(Trace trace, Protocol protocol) {
        try {
            return Workbench.replay(trace, protocol);
        } catch (TraceMismatchException e) {
            throw new BadInput(Printable.echo(file.toString()) + ": " + e.getMessage());
        }
    }

    private Trace read() {
        InputFile input = new InputFile(file);
        try {
            return TraceFile.read(input.text("a trace", "name a file that check --save wrote"));
        } catch (TraceFileException e) {
            throw new BadInput(input.name() + ": " + e.getMessage());
        }
    }

    private List<Protocol> protocols() {
        Library library = environment.library();
        if (what.isEmpty() && sources.areGiven()) {
            throw new BadInput("options that say how C is read, and no C\nname the C file or the model's directory with --of");
        }
        return what.isEmpty()
                ? library.protocols(what)
                : sources.adapt(library.find(what, sources.reading(library))).stream().map(Target::protocol).toList();
    }

    /** Among protocols of one name that with the fingerprint of the trace: the others are other versions. */
    private Protocol protocol(Trace trace) {
        List<Protocol> named = protocols().stream()
                .filter(p -> p.name().equals(trace.protocol()))
                .toList();
        return named.stream()
                .filter(p -> Profiles.named(trace.kernel()).isPresent()
                        && trace.lower(p).fingerprint().equals(trace.fingerprint()))
                .findFirst()
                .or(() -> named.stream().findFirst())
                .orElseThrow(() -> new BadInput(Printable.echo(file.toString()) + ": there is no protocol '"
                        + Printable.echo(trace.protocol()) + "'\nname the C file or the model's directory with --of"));
    }
}
