package org.quiesce.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.report.Abstractions;
import org.quiesce.report.Explanations;
import org.quiesce.report.AuditText;
import org.quiesce.report.Audited;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Line;
import org.quiesce.report.Sheet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce audit}: what do the verdicts rest on? */
@Command(name = "audit",
        description = "Drop each assumption of a check, and take on each that it does not make, one at a time; show"
                + " which verdicts that changes.",
        footer = {"", "Assumptions are: that a context goes on, that waits and timers end, that users and devices act;",
            "that nothing wakes, kills, preempts or freezes a thread; that calls succeed; that there are no more",
            "threads or tasks. Those that mean nothing for a protocol are not shown.",
            "", "Exit status: 0 when all was decided, whatever holds, 2 usage or bad input, 3 something was",
            "inconclusive, 4 something was disputed, or an engine failed. With --show it is that of check.",
            "With --quiet there is one line for each protocol.",
            "", "Examples:",
            "  quiesce audit first-kthread/mended --kernel 6.18",
            "  quiesce audit first-kthread/mended --kernel 6.18 --show worker-goes-on"})
final class AuditCommand implements Callable<Integer> {

    @Mixin
    private Subjects subjects = new Subjects();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Option(names = "--show", paramLabel = "ASSUMPTION", converter = Converters.Name.class,
            description = "Turn only this assumption, and show what check shows then, counterexamples included.")
    private Optional<String> show = Optional.empty();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private Quiet quiet = new Quiet();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    AuditCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<Plan> plans = options.plan(subjects.in(environment.library()));
        Console console = quiet.on(common.console(environment));
        Audits audits = new Audits(options, console, environment.answers());
        return show.map(id -> show(audits.turned(plans, id), console))
                .orElseGet(() -> audit(audits, plans, console))
                .code();
    }

    private ExitStatus audit(Audits audits, List<Plan> plans, Console console) {
        AuditText text = new AuditText(console.terminal().width());
        List<Audited> all = audits.all(plans, audited -> {
            if (format.format() == Format.TEXT && quiet.isGiven()) {
                console.print(text.headline(audited));
            } else if (format.format() == Format.TEXT) {
                console.print(text.draw(audited));
                console.print(List.of(Line.BLANK));
            }
        });
        ExitStatus status = ExitStatus.ofUndecided(all.stream().flatMap(Audited::results));
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).audits(all));
        } else if (!quiet.isGiven()) {
            console.print(text.restsOn(all));
            console.print(text.further(all));
        }
        Checks.failures(all.stream().flatMap(Audited::results)).forEach(console::say);
        return status;
    }

    private ExitStatus show(List<Sheet> sheets, Console console) {
        ExitStatus status = ExitStatus.of(sheets);
        Output output = Output.of(format.format(), Detail.Level.FULL, Abstractions.COUNTED, Explanations.SENTENCE, console, List.of());
        sheets.forEach(output::sheet);
        output.end(sheets, status);
        Checks.failures(sheets).forEach(console::say);
        return status;
    }
}
