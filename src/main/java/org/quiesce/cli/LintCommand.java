package org.quiesce.cli;

import java.util.concurrent.Callable;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.kernellog.Lint;
import org.quiesce.kernellog.LintFinding.Sureness;
import org.quiesce.report.JsonReport;
import org.quiesce.report.LintedLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiesce lint}: does the log of a kernel show what it should not, whatever the module? */
@Command(name = "lint", description = "Look for what the log of a real kernel should not show, whatever the module.",
        footer = {"", "A thread that runs after the module was freed whose init woke it first, a stop of a task that is gone or is",
            "no thread of the module, a stop that does not return, or whose wake-up never came, and work that runs after its",
            "module was freed. Record these events, as far as the kernel has them: sched_switch, sched_waking,",
            "sched_kthread_stop, sched_kthread_stop_ret, sched_process_fork, sched_process_exit, sched_process_free, module,",
            "workqueue_execute_start, sched_kthread_work_execute_start, timer_expire_entry.",
            "", "Exit status: 0 nothing found, 1 something that is a fault, 2 usage or no log, 3 something that may be one, or",
            "no rule of which enough was recorded.",
            "", "Example:", "  quiesce lint trace.txt"})
final class LintCommand implements Callable<Integer> {

    @Mixin
    private GivenLog given = new GivenLog();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    LintCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        KernelLog log = given.log();
        LintedLog linted = new LintedLog(given.name(), log, Lint.of(log));
        ExitStatus status = status(linted);
        Console console = common.console(environment);
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).lint(linted));
        } else {
            console.print(linted.lines(console.terminal().width()));
        }
        return status.code();
    }

    private static ExitStatus status(LintedLog linted) {
        if (linted.count(Sureness.CERTAIN) > 0) {
            return ExitStatus.NOT_AS_EXPECTED;
        }
        return linted.count(Sureness.POSSIBLE) > 0 || linted.report().applied().isEmpty() ? ExitStatus.INCONCLUSIVE : ExitStatus.OK;
    }
}
