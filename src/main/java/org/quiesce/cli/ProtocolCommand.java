package org.quiesce.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.quiesce.report.BuilderJava;
import org.quiesce.report.Line;
import org.quiesce.report.ProtocolText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce protocol}: what is checked, of a C file or of the atlas? */
@Command(name = "protocol", description = "Show a protocol: its contexts, what they share and do, and what was abstracted.",
        footer = {"", "Of a C file it is what was understood of it, with the lines of the file.",
            "", "Examples:", "  quiesce protocol driver.c", "  quiesce protocol driver.c --java > Driver.java"})
final class ProtocolCommand implements Callable<Integer> {

    @Mixin
    private Subjects subjects = new Subjects();

    @Option(names = "--java", description = "Show the Java that builds the protocol, to go on from there.")
    private boolean java;

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ProtocolCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = common.console(environment);
        List<Target> targets = subjects.in(environment.library());
        if (java && targets.size() > 1) {
            throw new BadInput("--java shows one protocol at a time\nname one, such as " + targets.get(0).name());
        } else if (java) {
            console.print(new BuilderJava(targets.get(0).protocol()).text());
        } else {
            for (int i = 0; i < targets.size(); i++) {
                if (i > 0) {
                    console.print(List.of(Line.BLANK));
                }
                console.print(new ProtocolText(targets.get(i).name(), targets.get(i).protocol(),
                        console.terminal().width()).draw());
            }
        }
        return ExitStatus.OK.code();
    }
}
