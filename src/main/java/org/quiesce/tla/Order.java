package org.quiesce.tla;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quiesce.tla.Expr.Connective;
import org.quiesce.tla.Expr.Junction;

/**
 * Holds an action to the order in which TLC evaluates it, from left to right: {@code x'} is read only after it was
 * written. (In TLA+ itself the order of conjuncts means nothing.)
 */
final class Order {

    private final Frame frame;
    private final Set<String> variables;

    Order(Frame frame, List<String> variables) {
        this.frame = frame;
        this.variables = Set.copyOf(variables);
    }

    /** @throws IllegalArgumentException if the action reads the next value of a variable before it writes it */
    void check(Expr action) {
        check(action, Set.of());
    }

    /** What is written after the action, if the given variables are before it. */
    private Set<String> check(Expr action, Set<String> written) {
        if (action instanceof Junction junction) {
            return junction.connective() == Connective.AND
                    ? conjunction(junction, written)
                    : alternatives(junction.items(), written);
        } else if (action instanceof Expr.If choice) {
            requireWritten(choice.condition(), written);
            return alternatives(List.of(choice.yes(), choice.no()), written);
        } else if (action instanceof Expr.Case cases) {
            cases.arms().forEach(arm -> requireWritten(arm.condition(), written));
            Set<String> after = alternatives(cases.arms().stream().map(Expr.Arm::value).toList(), written);
            cases.other().ifPresent(other -> check(other, written));
            return after;
        } else if (action instanceof Expr.Let let) {
            return check(let.body(), written);
        } else if (action instanceof Expr.Quantified some) {
            some.bounds().forEach(bound -> requireWritten(bound.set(), written));
            return check(some.body(), written);
        } else if (action instanceof Expr.Commented commented) {
            return check(commented.expression(), written);
        } else if (action instanceof Expr.Parens parens) {
            return check(parens.expression(), written);
        } else if (action instanceof Expr.Infix infix && Frame.isAssignment(infix)) {
            requireWritten(infix.right(), written);
        } else {
            requireWritten(action, written);
        }
        return with(written, frame.writesOf(action));
    }

    private Set<String> conjunction(Junction junction, Set<String> before) {
        Set<String> written = before;
        for (Expr item : junction.items()) {
            written = check(item, written);
        }
        return written;
    }

    private Set<String> alternatives(List<Expr> alternatives, Set<String> before) {
        Set<String> written = before;
        for (Expr alternative : alternatives) {
            written = with(written, check(alternative, before));
        }
        return written;
    }

    private void requireWritten(Expr expression, Set<String> written) {
        if (expression instanceof Expr.Prime prime
                && prime.operand() instanceof Expr.Name name
                && variables.contains(name.name())
                && !written.contains(name.name())) {
            throw new IllegalArgumentException(
                    expression + " is read before it is written; TLC evaluates from left to right");
        }
        if (!Frame.isTemporal(expression)) {
            Children.of(expression).forEach(child -> requireWritten(child, written));
        }
    }

    private static Set<String> with(Set<String> written, Set<String> more) {
        Set<String> all = new HashSet<>(written);
        all.addAll(more);
        return all;
    }
}
