package org.quiesce.protocol.step;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Program;

/**
 * Lowers the conditions of a program: every atom is a step, in the order in which C evaluates them.
 *
 * @param program whose context executes the tests
 */
record Conditions(StepFactory factory, Program program) {

    private static final int LETTERS = 'z' - 'a' + 1;

    /** A test at labels that begin with {@code prefix}: the prefix alone if the condition is one atom. */
    Code lower(Condition condition, int line, String prefix, String text, String whenTrue, String whenFalse) {
        return new Test(line, prefix, text, atoms(condition)).lower(condition, 0, whenTrue, whenFalse);
    }

    private static int atoms(Condition condition) {
        if (condition instanceof Condition.And and) {
            return atoms(and.left()) + atoms(and.right());
        } else if (condition instanceof Condition.Or or) {
            return atoms(or.left()) + atoms(or.right());
        } else if (condition instanceof Condition.Not not) {
            return atoms(not.operand());
        }
        return condition instanceof Condition.Always ? 0 : 1;
    }

    /** a, b, …, z, aa, ab, … */
    private static String letters(int number) {
        String last = Character.toString('a' + number % LETTERS);
        return number < LETTERS ? last : letters(number / LETTERS - 1) + last;
    }

    /** As a clause to which "true" or "false" can be the answer, whichever way the source asks. */
    private static String clause(Condition.Atom atom) {
        if (!atom.c().startsWith("!")) {
            return "tests " + atom.c();
        }
        return "tests whether " + atom.c().substring(1) + (atom instanceof Condition.LocalCompare ? " is 0" : " is NULL");
    }

    private final class Test {

        private final int line;
        private final String prefix;
        private final String text;
        private final int count;

        Test(int line, String prefix, String text, int count) {
            this.line = line;
            this.prefix = prefix;
            this.text = text;
            this.count = count;
        }

        Code lower(Condition condition, int first, String whenTrue, String whenFalse) {
            if (condition instanceof Condition.And and) {
                Code right = lower(and.right(), first + atoms(and.left()), whenTrue, whenFalse);
                return lower(and.left(), first, right.entry(), whenFalse).then(right);
            } else if (condition instanceof Condition.Or or) {
                Code right = lower(or.right(), first + atoms(or.left()), whenTrue, whenFalse);
                return lower(or.left(), first, whenTrue, right.entry()).then(right);
            } else if (condition instanceof Condition.Not not) {
                return lower(not.operand(), first, whenFalse, whenTrue);
            } else if (condition instanceof Condition.Always) {
                return new Code(whenTrue, List.of());
            } else if (condition instanceof Condition.Atom atom) {
                String label = count == 1 ? prefix : prefix + "." + letters(first);
                SortedMap<Exit, String> exits = new TreeMap<>();
                exits.put(Exit.TRUE, whenTrue);
                exits.put(Exit.FALSE, whenFalse);
                String what = atom instanceof Condition.Chance ? "tests '" + atom.c() + "', which may be either" : clause(atom);
                if (atom instanceof Condition.ShouldStop && program instanceof Program.Callback) {
                    return decided(label, what + " of the kworker, which nobody stops: false", whenFalse);
                } else if (atom instanceof Condition.ShouldStopOrPark && !(program instanceof Program.Kthread)) {
                    return decided(label, what + " of a task that is no kernel thread of the module: false", whenFalse);
                } else if (atom instanceof Condition.CurrentWork current) {
                    boolean own = program.name().equals(current.work());
                    return decided(label, what + (own ? ": true" : ": false"), own ? whenTrue : whenFalse);
                }
                return step(label, what, exits, new Micro.Test(atom));
            }
            throw new AssertionError(condition);
        }

        /** A test whose result depends on the place alone. */
        private Code decided(String label, String what, String target) {
            return step(label, what, new TreeMap<>(Map.of(Exit.NEXT, target)), new Micro.Nop());
        }

        private Code step(String label, String what, SortedMap<Exit, String> exits, Micro micro) {
            boolean outside = program instanceof Program.Environment;
            return new Code(label, List.of(factory.step(label, line, text, what, List.of(),
                    outside ? Frame.CORE : Frame.MODULE, outside ? Fairness.NONE : Fairness.WEAK, List.of(micro), exits)));
        }
    }
}
