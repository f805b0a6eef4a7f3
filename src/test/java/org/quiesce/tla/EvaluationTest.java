package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.tla.Tla.call;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.plus;
import static org.quiesce.tla.Tla.str;
import static org.quiesce.tla.Tla.verbatim;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quiesce.tla.Expressions.Type;

/** TLC computes from the printed text what a few lines of Java compute from the tree. */
class EvaluationTest {

    private static final int COUNT = 400;

    @Test
    void printedExpressionsHaveTheValueOfTheirTrees() {
        Expressions expressions = new Expressions(20260101);
        Module.Builder module = Module.named("Values").extending("Integers", "TLC");
        int drawn = 0;
        for (int i = 0; drawn < COUNT; i++) {
            Expr tree = expressions.draw(Type.values()[i % Type.values().length], 2 + i % 4, List.of());
            try {
                String value = Evaluator.text(new Evaluator(Map.of()).value(tree));
                module.assume(call("Assert", eq(tree, verbatim(value)), str("expression " + i)));
                drawn++;
            } catch (ArithmeticException e) {
                // Beyond what TLC can count; draw another.
                continue;
            }
        }
        Sany.Run run = Sany.tlc(module.build(), "");
        assertThat(run.output()).contains("No error has been found");
        assertThat(run.status()).isZero();
    }

    @Test
    void wrongValueIsFound() {
        Module module = Module.named("Wrong")
                .extending("Integers", "TLC")
                .assume(call("Assert", eq(plus(num(1), num(2)), verbatim("4")), str("expression 0")))
                .build();
        assertThat(Sany.tlc(module, "").output()).contains("expression 0");
    }
}
