package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formulas of the user's own. */
class AskIT {

    private static final String MENDED = "first-kthread/mended";
    private static final String MORE = "\nquiesce ask first-kthread/mended --variables lists what it can speak of, and quiesce"
            + " emit shows all definitions\n";

    @Test
    void formulaThatIsTrueIsTrueOfAsManyStatesAsTheSimulatorFinds() {
        Call call = Call.quiesce("ask", MENDED, "--temporal", "shouldStop[worker] ~> pc[worker] = \"gone\"", "--kernel", "6.12");
        assertThat(call).isEqualTo(new Call(0, """
                first-kthread/mended on linux-6.12: holds in all of 132 states
                  formula         shouldStop[worker] ~> pc[worker] = "gone"
                  decided by      TLC alone; the simulator finds as many states, and knows nothing of the formula
                """, ""));
    }

    @Test
    void whatRefutesAFormulaIsShownAsARun() {
        Call invariant = Call.quiesce("ask", MENDED, "--invariant", "module = \"freed\" => pc[worker] = \"gone\"");
        assertThat(invariant.status()).isEqualTo(1);
        assertThat(invariant.out()).startsWith("first-kthread/mended on linux-6.18: violated after 6 steps\n")
                .contains("    6  ●    frees the module's text → module = freed\n", "worker    was never created\n");

        Call lasso = Call.quiesce("ask", MENDED, "--temporal", "<>(module = \"freed\")");
        assertThat(lasso.status()).isEqualTo(1);
        assertThat(lasso.out()).contains("from here on it repeats from 8, for ever", "module loaded; nobody unloads it");

        // Nothing can happen after this any more.
        Call stuck = Call.quiesce("ask", "state-set-after-check/broken", "--temporal", "shouldStop[worker] ~> pc[worker] = \"gone\"",
                "--kernel", "5.10");
        assertThat(stuck.status()).isEqualTo(1);
        assertThat(stuck.out()).contains("for ever").doesNotContain("repeats");
    }

    @Test
    void variablesAreListedAsFormulasSpellThem() {
        Call call = Call.quiesce("ask", MENDED, "--variables");
        assertThat(call.status()).isZero();
        assertThat(call.out()).contains("shouldStop[worker]: KTHREAD_SHOULD_STOP\n    FALSE, TRUE\n",
                "task: struct task_struct *\n    NULL, ERR, worker\n",
                "module: \"coming\", \"live\", \"going\" or \"freed\"\n    \"coming\", \"live\", \"going\", \"freed\"\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --invariant | nonsense[worker] = 1 | Unknown operator: 'nonsense'.
            --invariant | pc = 3 + "x"         | Attempted to apply the operator overridden by the Java method
            --invariant | 1 +                  | it ends too early, after the token "+"
            --invariant | module' = "live"     | The invariant OwnFormula is not a state predicate
            """)
    void whatIsNoFormulaIsRefusedInTlcsWords(String form, String formula, String why) {
        Call call = Call.quiesce("ask", MENDED, form, formula);
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err().replace('`', '\'')).startsWith("quiesce: TLC can't make sense of the formula: " + why).endsWith(MORE);
        assertThat(call.err().lines()).hasSize(2);
    }

    @Test
    void emptyFormulasAndSeveralQuestionsAreRefused() {
        assertThat(Call.quiesce("ask", MENDED, "--invariant", " ")).isEqualTo(new Call(2, "", "quiesce: a formula has one line,"
                + " which is not blank\nwrite TLA+, such as module = \"freed\" => pc[worker] = \"gone\"\n"));
        assertThat(Call.quiesce("ask", MENDED, "--invariant", "TRUE\nFALSE").status()).isEqualTo(2);
        assertThat(Call.quiesce("ask", MENDED, "--invariant", "TRUE", "--temporal", "[]TRUE").status()).isEqualTo(2);
        assertThat(Call.quiesce("ask", MENDED).status()).isEqualTo(2);
        assertThat(Call.quiesce("ask", "first-kthread", "--variables").err()).contains("one protocol is asked about at a time");
    }
}
