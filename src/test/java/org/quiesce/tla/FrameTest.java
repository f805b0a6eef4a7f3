package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quiesce.tla.Tla.FALSE;
import static org.quiesce.tla.Tla.TRUE;
import static org.quiesce.tla.Tla.allOf;
import static org.quiesce.tla.Tla.always;
import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.arm;
import static org.quiesce.tla.Tla.assign;
import static org.quiesce.tla.Tla.call;
import static org.quiesce.tla.Tla.cases;
import static org.quiesce.tla.Tla.commented;
import static org.quiesce.tla.Tla.enabled;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.exists;
import static org.quiesce.tla.Tla.forAll;
import static org.quiesce.tla.Tla.gt;
import static org.quiesce.tla.Tla.ifThenElse;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.let;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.plus;
import static org.quiesce.tla.Tla.prime;
import static org.quiesce.tla.Tla.set;
import static org.quiesce.tla.Tla.stuttering;
import static org.quiesce.tla.Tla.unchanged;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not written is UNCHANGED, and nobody has to say so. */
class FrameTest {

    private static final Expr X1 = assign("x", num(1));
    private static final Expr Y1 = assign("y", num(1));
    private static final Expr GUARD = gt(name("z"), num(0));

    private static Module.Builder module() {
        return Module.named("Frames")
                .extending("Naturals")
                .variable("x")
                .variable("y")
                .variable("z")
                .tupleOfVariables("vars")
                .define(Definition.of("SetX", List.of("v"), assign("x", name("v"))))
                .define("StepY", and(GUARD, Y1));
    }

    /** The action with the conjuncts, in a module where some operators write variables. */
    private static String framed(Expr... conjuncts) {
        Module module = module().action(Action.of("A", conjuncts)).build();
        List<Definition> definitions = module.definitions();
        return definitions.get(definitions.size() - 1).toString();
    }

    private static void assertRefused(String message, Expr... conjuncts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> module().action(Action.of("A", conjuncts)))
                .withMessageStartingWith("in A: ")
                .withMessageContaining(message);
    }

    @Test
    void whatIsNotWrittenIsUnchanged() {
        assertThat(framed(GUARD, X1))
                .isEqualTo(
                        """
                        A ==
                          /\\ z > 0
                          /\\ x' = 1
                          /\\ UNCHANGED <<y, z>>""");
    }

    @Test
    void anActionThatWritesAllHasNone() {
        assertThat(framed(X1, Y1, in(prime("z"), set(num(1), num(2)))))
                .isEqualTo(
                        """
                        A ==
                          /\\ x' = 1
                          /\\ y' = 1
                          /\\ z' \\in {1, 2}""");
    }

    @Test
    void aGuardAloneChangesNothing() {
        assertThat(framed(GUARD))
                .isEqualTo(
                        """
                        A ==
                          /\\ z > 0
                          /\\ UNCHANGED <<x, y, z>>""");
    }

    @Test
    void operatorsWriteForTheirCallers() {
        assertThat(framed(call("SetX", num(3)), name("StepY")))
                .isEqualTo(
                        """
                        A ==
                          /\\ SetX(3)
                          /\\ StepY
                          /\\ UNCHANGED z""");
    }

    @Test
    void readingTheNextStateIsNoWrite() {
        assertThat(framed(X1, assign("y", plus(prime("x"), num(1)))))
                .isEqualTo(
                        """
                        A ==
                          /\\ x' = 1
                          /\\ y' = x' + 1
                          /\\ UNCHANGED z""");
    }

    @Test
    void branchesWriteTheSame() {
        assertThat(framed(ifThenElse(GUARD, X1, ifThenElse(eq(name("x"), num(1)), TRUE, and(Y1, GUARD)))))
                .isEqualTo(
                        """
                        A ==
                          /\\ IF z > 0
                             THEN x' = 1 /\\ UNCHANGED y
                             ELSE IF x = 1 THEN UNCHANGED <<x, y>> ELSE y' = 1 /\\ z > 0 /\\ UNCHANGED x
                          /\\ UNCHANGED z""");
    }

    @Test
    void aBranchThatIsNeverTakenNeedsNone() {
        assertThat(framed(ifThenElse(GUARD, X1, FALSE)))
                .isEqualTo(
                        """
                        A ==
                          /\\ IF z > 0 THEN x' = 1 ELSE FALSE
                          /\\ UNCHANGED <<y, z>>""");
    }

    @Test
    void disjunctsAndArmsAreBranches() {
        assertThat(framed(or(X1, call("StepY")), cases(List.of(arm(GUARD, assign("z", num(0)))), TRUE)))
                .isEqualTo(
                        """
                        A ==
                          /\\ (x' = 1 /\\ UNCHANGED y) \\/ (StepY /\\ UNCHANGED x)
                          /\\ CASE z > 0 -> z' = 0 [] OTHER -> UNCHANGED z""");
    }

    @Test
    void writesAreSeenThroughLetExistsAndComments() {
        Expr some = exists("i", set(num(1), num(2)), let("k", name("i"), commented(call("SetX", name("k")), "why")));
        assertThat(framed(some))
                .isEqualTo(
                        """
                        A ==
                          /\\ \\E i \\in {1, 2} : LET k == i IN SetX(k) (* why *)
                          /\\ UNCHANGED <<y, z>>""");
    }

    @Test
    void aHandWrittenUnchangedIsTakenIn() {
        assertThat(framed(X1, unchanged("z")))
                .isEqualTo(
                        """
                        A ==
                          /\\ x' = 1
                          /\\ UNCHANGED <<y, z>>""");
        assertThat(framed(ifThenElse(GUARD, and(X1, Y1), unchanged("y")), unchanged("z")))
                .isEqualTo(
                        """
                        A ==
                          /\\ IF z > 0 THEN x' = 1 /\\ y' = 1 ELSE UNCHANGED <<x, y>>
                          /\\ UNCHANGED z""");
        assertThat(framed(GUARD, unchanged("vars")))
                .isEqualTo(
                        """
                        A ==
                          /\\ z > 0
                          /\\ UNCHANGED vars""");
    }

    @Test
    void formulasAreNoWrites() {
        Module module = module()
                .action(Action.of("A", X1))
                .define("Spec", and(eq(name("x"), num(0)), always(stuttering(name("A"), name("vars")))))
                .define("CanStep", enabled(name("A")))
                .define("Rises", implies(gt(prime("x"), num(0)), eq(prime("y"), num(1))))
                .build();
        assertThat(module.toString())
                .contains("Spec == x = 0 /\\ [][A]_vars\n")
                .contains("CanStep == ENABLED A\n")
                .contains("Rises == x' > 0 => y' = 1\n");
    }

    @Test
    void theWritesOfAnOperatorCanBeAsked() {
        assertThat(module().writes("SetX")).containsExactly("x");
        assertThat(module().action(Action.of("A", X1)).writes("A")).containsExactly("x", "y", "z");
        assertThat(module().writes("Unknown")).isEmpty();
    }

    @Test
    void aVariableIsWrittenOnce() {
        assertRefused("x is written twice, by \"x' = 1\" and by \"SetX(3)\"", X1, call("SetX", num(3)));
        assertRefused("y is written twice", Y1, ifThenElse(GUARD, X1, name("StepY")));
        assertRefused("x is written twice", exists("i", set(num(1)), allOf(X1, X1)));
        assertRefused("x is written twice", X1, unchanged("vars"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> module().define("Twice", and(X1, X1)))
                .withMessageContaining("in Twice: x is written twice");
    }

    @Test
    void onlyVariablesAreWritten() {
        assertRefused("t' = 1 writes t, which is not a variable", assign("t", num(1)));
    }

    @Test
    void aWriteThatMayNotHappenIsRefused() {
        String message = "one can't tell whether x is written";
        assertRefused(message, implies(GUARD, X1));
        assertRefused(message, not(X1));
        assertRefused(message, forAll("i", set(num(1)), X1));
        assertRefused(message, ifThenElse(X1, Y1, Y1));
        assertRefused(message, assign("y", set(X1)));
        assertRefused(message, call("SetX", call("SetX", num(1))));
    }

    @Test
    void theNextStateIsReadAfterItIsWritten() {
        String message = "x' is read before it is written";
        assertRefused(message, assign("y", prime("x")), X1);
        assertRefused(message, gt(prime("x"), num(0)), X1);
        assertRefused(message, assign("y", prime("x")));
        assertRefused(message, ifThenElse(GUARD, assign("y", prime("x")), and(X1, assign("y", prime("x")))));
        assertThat(framed(or(X1, call("SetX", num(2))), gt(prime("x"), num(0))).lines()).hasSize(4);
    }

    @Test
    void nestingIsNoBurden() {
        Expr deep = X1;
        for (int i = 0; i < 200; i++) {
            deep = ifThenElse(GUARD, deep, i % 2 == 0 ? Y1 : TRUE);
        }
        assertThat(framed(deep)).contains("UNCHANGED <<x, y>>").endsWith("UNCHANGED z");
    }
}
