package org.quiesce.cli;

import java.util.concurrent.Callable;
import org.quiesce.report.Health;
import org.quiesce.report.JsonReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiesce doctor}: does Quiesce have all that it needs here? */
@Command(name = "doctor", description = "Look whether everything that is needed is there, and works.",
        footer = {"", "A small protocol is checked by both engines, with nothing from the cache.",
            "", "Exit status: 0 everything that is needed is there, 1 something is not; what is optional does not count.",
            "", "Example:", "  quiesce doctor"})
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    DoctorCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = common.console(environment);
        Health health = new Doctor(environment).examine();
        ExitStatus status = health.wrong().isEmpty() ? ExitStatus.OK : ExitStatus.NOT_AS_EXPECTED;
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).health(health));
        } else {
            console.print(health.lines(console.terminal().width()));
        }
        return status.code();
    }
}
