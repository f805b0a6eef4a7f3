package org.quiesce.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.report.AnswerText;
import org.quiesce.spec.OwnFormula;
import org.quiesce.tlc.TlcJar;
import org.quiesce.workbench.Answer;
import org.quiesce.workbench.Question;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce ask}: is a formula of the user's own true? */
@Command(name = "ask", description = "Have TLC check a TLA+ formula of your own, over the variables of the specification.",
        footer = {"", "The simulator does not evaluate formulas: it counts the states, and follows what violates one.",
            "A formula may use whatever the emitted module defines: emit shows it.",
            "", "Exit status: 0 the formula is true, 1 some run violates it, 2 usage, bad input or no formula of the",
            "specification, 3 inconclusive (time, memory, a bound), 4 disputed, or an engine failed.",
            "", "Examples:",
            "  quiesce ask first-kthread/mended --variables",
            "  quiesce ask first-kthread/mended --invariant 'module = \"freed\" => pc[worker] = \"gone\"'",
            "  quiesce ask first-kthread/mended --temporal 'shouldStop[worker] ~> pc[worker] = \"gone\"'"})
final class AskCommand implements Callable<Integer> {

    @Mixin
    private OneProtocol protocol = new OneProtocol();

    @ArgGroup(multiplicity = "1")
    private Asked asked = new Asked();

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "10m", converter = Converters.Time.class,
            description = "Give up after this time: 90s, 5m, 1h (default: 10m).")
    private Duration timeout = Duration.ofMinutes(10);

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    AskCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Target target = protocol.target(environment.library(), "asked about");
        Profile kernel = protocol.kernel();
        Granularity granularity = protocol.granularity(target);
        Console console = common.console(environment);
        AnswerText text = new AnswerText(console.terminal().width());
        Optional<OwnFormula> formula = asked.formula();
        if (formula.isEmpty()) {
            console.print(text.variables(Workbench.variables(target.protocol(), granularity, kernel)));
            return ExitStatus.OK.code();
        }
        Question question = new Question(target.protocol(), granularity, kernel, formula.get(), timeout);
        try (Workbench workbench = Workbench.using(TlcJar.bundled(), environment.answers())) {
            Answer answer = workbench.ask(question);
            if (answer instanceof Answer.Rejected rejected) {
                throw new BadInput("TLC can't make sense of the formula: " + ofFormula(rejected.why()) + "\nquiesce ask " + target.name()
                        + " --variables lists what it can speak of, and quiesce emit shows all definitions");
            }
            console.print(text.draw(target.name(), question, answer));
            return status(answer).code();
        }
    }

    /** What TLC says, without places in a file that the user does not see, and without the state that it was at. */
    private static String ofFormula(String why) {
        return why.replaceFirst("^line \\d+, col \\d+ to line \\d+, col \\d+ of module \\w+: ", "")
                .replaceFirst("Encountered \"={4,}\" at line \\d+, column \\d+ and", "it ends too early, after the")
                .replaceFirst(" While working on the (initial state|behavior).*", "");
    }

    private static ExitStatus status(Answer answer) {
        if (answer instanceof Answer.Holds) {
            return ExitStatus.OK;
        } else if (answer instanceof Answer.Violated) {
            return ExitStatus.NOT_AS_EXPECTED;
        }
        return answer instanceof Answer.Undecided ? ExitStatus.INCONCLUSIVE : ExitStatus.UNRELIABLE;
    }

    /** What is asked. */
    static final class Asked {

        @Option(names = "--invariant", paramLabel = "FORMULA", description = "A predicate that is to be true in every state.")
        private Optional<String> invariant = Optional.empty();

        @Option(names = "--temporal", paramLabel = "FORMULA",
                description = "A temporal formula that is to be true of every behaviour, under the fairness that check relies on.")
        private Optional<String> temporal = Optional.empty();

        @Option(names = "--variables", description = "List the variables that a formula can speak of, with their values.")
        private boolean variables;

        /** The formula; empty if the variables are asked for. */
        Optional<OwnFormula> formula() {
            return invariant.map(text -> formula(OwnFormula.Form.INVARIANT, text))
                    .or(() -> temporal.map(text -> formula(OwnFormula.Form.TEMPORAL, text)));
        }

        private static OwnFormula formula(OwnFormula.Form form, String text) {
            try {
                return new OwnFormula(form, text);
            } catch (IllegalArgumentException e) {
                throw new BadInput(e.getMessage() + "\nwrite TLA+, such as module = \"freed\" => pc[worker] = \"gone\"");
            }
        }
    }
}
