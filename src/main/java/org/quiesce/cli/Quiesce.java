package org.quiesce.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.catalog.Atlas;
import org.quiesce.protocol.step.TooLargeException;
import org.quiesce.tlc.AnswerCache;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code quiesce}. */
@Command(name = "quiesce",
        description = "Checks how Linux kernel threads are created, stopped and unloaded.",
        versionProvider = Quiesce.Version.class)
public final class Quiesce implements Callable<Integer> {

    /** picocli refuses to set help for less. */
    private static final int NARROWEST_HELP = 55;
    private static final int WIDEST_HELP = 100;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version and end.")
    private boolean version;

    private final Console console;

    private Quiesce(Console console) {
        this.console = console;
    }

    /** Runs one call and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.of(System.getenv());
        Console console = new Console(
                DataStream.to(new FileOutputStream(FileDescriptor.out), terminal.charset()),
                new PrintStream(new FileOutputStream(FileDescriptor.err), false, terminal.charset()),
                terminal);
        Library library = new Library(Atlas.standard(), models());
        System.exit(run(new Environment(console, library, AnswerCache.inUserCache()), arguments));
    }

    /** The models that Quiesce comes with: the launcher says where its home is. */
    private static Optional<Path> models() {
        return Optional.ofNullable(System.getProperty("quiesce.home")).map(home -> Path.of(home, "models"));
    }

    /** Runs one call; gives its exit status. */
    static int run(Environment environment, String... arguments) {
        Console console = environment.console();
        CommandLine commands = new CommandLine(new Quiesce(console))
                .addSubcommand(new CheckCommand(environment))
                .addSubcommand(new MatrixCommand(environment))
                .addSubcommand(new AuditCommand(environment))
                .addSubcommand(new MutateCommand(environment))
                .addSubcommand(new AskCommand(environment))
                .addSubcommand(new SimulateCommand(environment))
                .addSubcommand(new ProtocolCommand(environment))
                .addSubcommand(new EmitCommand(environment))
                .addSubcommand(new ReplayCommand(environment))
                .addSubcommand(new KernelSetupCommand(environment))
                .addSubcommand(new KernelReplayCommand(environment))
                .addSubcommand(new LintCommand(environment))
                .addSubcommand(new ValidateCommand(environment))
                .addSubcommand(new ReportCommand(environment))
                .addSubcommand(new ExportCommand(environment))
                .addSubcommand(new ImportCommand(environment))
                .addSubcommand(new CommandLine(new ListCommand(environment))
                        .addSubcommand(new PrimitivesCommand(environment)))
                .addSubcommand(new BundleCommand(environment))
                .addSubcommand(new VerifyBundleCommand(environment))
                .addSubcommand(new ExperimentCommand(environment))
                .addSubcommand(new NewCommand(environment))
                .addSubcommand(new AtlasCommand(environment))
                .addSubcommand(new DoctorCommand(environment))
                .addSubcommand(new CompletionCommand(environment))
                .addSubcommand(new ManualCommand(environment))
                .addSubcommand(new RecountCommand(environment));
        flow(commands);
        commands.setExpandAtFiles(false);
        commands.setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(console.terminal().width(), WIDEST_HELP)));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commands.setOut(console.writer());
        commands.setErr(console.messageWriter());
        commands.setParameterExceptionHandler((problem, given) -> misused(console, problem));
        commands.setExecutionExceptionHandler((problem, command, parsed) -> failed(console, problem));
        int status;
        try {
            status = commands.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError e) {
            console.say("quiesce: there was not enough memory: " + e + "; give more, as in QUIESCE_JAVA_OPTS='-Xmx4g -Xss64m', or ask"
                    + " for less at a time");
            status = ExitStatus.INCONCLUSIVE.code();
        }
        return console.out().loss().map(why -> lost(console, why)).orElse(status);
    }

    /** Lets what stands below the options of all commands fit the width of the help. */
    private static void flow(CommandLine commands) {
        CommandSpec command = commands.getCommandSpec();
        command.usageMessage().footer(Paragraphs.below(command).lines().toArray(String[]::new));
        commands.getSubcommands().values().forEach(Quiesce::flow);
    }

    /** Whatever came of the call: who reads the output does not have it. */
    private static int lost(Console console, IOException why) {
        console.say("quiesce: standard output could not be written whole: " + Reason.of(why)
                + "; send it where there is room for it");
        return ExitStatus.UNRELIABLE.code();
    }

    @Override
    public Integer call() {
        console.say("quiesce: say what to do: check, matrix, audit, mutate, ask, simulate, protocol, emit, replay, report, export, import, list, new"
                + " or doctor"
                + "\nquiesce --help explains");
        return ExitStatus.USAGE.code();
    }

    private static int misused(Console console, ParameterException problem) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String instead = problem instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().findFirst().map(s -> "; did you mean '" + s + "'?").orElse("")
                : "";
        console.say("quiesce: " + problem.getMessage().replaceFirst("^Error: ", "") + instead + "\n"
                + command + " --help explains");
        return ExitStatus.USAGE.code();
    }

    private static int failed(Console console, Exception problem) {
        if (problem instanceof BadInput || problem instanceof TooLargeException) {
            console.say("quiesce: " + problem.getMessage());
            return ExitStatus.USAGE.code();
        }
        console.say("quiesce: this should not happen: " + problem + "\nplease report it with the call that led to it");
        return ExitStatus.UNRELIABLE.code();
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"quiesce " + number()};
        }

        /** The number alone. */
        static String number() {
            return Optional.ofNullable(Quiesce.class.getPackage().getImplementationVersion()).orElse("(not packaged)");
        }
    }
}
