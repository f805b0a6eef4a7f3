package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.tla.Expr.Arrangement;
import org.quiesce.tla.Expr.Junction;

/**
 * Puts parentheses where TLA+ needs them. Three things call for them: an operator that does not bind tighter than its
 * neighbour; an expression without an end of its own (IF, CASE, LET, a quantifier, CHOOSE, a junction list), which
 * would swallow what follows; and a few spellings that TLA+ reads as something else.
 *
 * <p>{@code follow} is always the precedence of what comes next on the right within the same brackets.
 */
final class Brackets {

    private Brackets() {}

    /** The left operand of an operator. */
    static Expr left(Expr operand, InfixOperator operator) {
        boolean chains = operand instanceof Expr.Infix infix
                && infix.operator() == operator
                && operator.isLeftAssociative();
        return chains ? operand : followed(operand, operator.precedence());
    }

    /** An operand on whose right an operator stands. */
    static Expr followed(Expr operand, Precedence operator) {
        boolean safe = !isOpen(operand)
                && !(operand instanceof Expr.Verbatim)
                && precedence(operand).bindsTighterThan(operator);
        return safe ? operand : new Expr.Parens(operand);
    }

    /** An operand on whose left an operator stands. */
    static Expr right(Expr operand, Precedence operator, Precedence follow) {
        boolean safe;
        if (operand instanceof Expr.Verbatim) {
            safe = false;
        } else if (isOpen(operand)) {
            safe = follow == Precedence.NOTHING;
        } else if (operand instanceof Expr.Prefix prefix) {
            safe = standsOnTheRight(prefix, operator) && precedence(prefix).bindsTighterThan(follow);
        } else {
            safe = precedence(operand).bindsTighterThan(operator);
        }
        return safe ? operand : new Expr.Parens(operand);
    }

    /**
     * {@code x = ~y} needs no parentheses although {@code ~} binds less than {@code =}: there is no other way to read
     * it. There is for {@code x = ~y = z}; and SANY does not take {@code x * -y}.
     */
    private static boolean standsOnTheRight(Expr.Prefix prefix, Precedence operator) {
        if (precedence(prefix).bindsTighterThan(operator)) {
            return true;
        }
        return prefix.operator() != PrefixOperator.NEGATE
                && !isOpen(prefix.operand())
                && precedence(prefix.operand()).bindsTighterThan(operator);
    }

    /** The operand of a prefix operator. */
    static Expr prefixed(Expr operand, PrefixOperator operator, Precedence follow) {
        boolean safe;
        if (operand instanceof Expr.Verbatim) {
            safe = false;
        } else if (isOpen(operand)) {
            safe = follow == Precedence.NOTHING;
        } else if (operand instanceof Expr.Prefix inner) {
            // Two minus signs are another operator.
            safe = operator != PrefixOperator.NEGATE || inner.operator() != PrefixOperator.NEGATE;
        } else {
            safe = precedence(operand).bindsTighterThan(operator.precedence());
        }
        return safe ? operand : new Expr.Parens(operand);
    }

    /** What is applied, or has a field. */
    static Expr postfixed(Expr operand) {
        boolean safe =
                switch (kind(operand)) {
                    case CLOSED -> !(operand instanceof Expr.Num
                            || operand instanceof Expr.Stuttering
                            || operand instanceof Expr.Changing);
                    case POSTFIX -> true;
                    default -> false;
                };
        return safe ? operand : new Expr.Parens(operand);
    }

    /** What is primed. */
    static Expr primed(Expr operand) {
        return operand instanceof Expr.Prime ? new Expr.Parens(operand) : postfixed(operand);
    }

    /** The set in {@code x \in S :}. */
    static Expr boundSet(Expr set) {
        return right(set, Precedence.MEMBERSHIP, Precedence.DELIMITER);
    }

    /** What opens a set or a square bracket, where {@code x \in} would be read as a bound. */
    static Expr opening(Expr expression) {
        boolean safe = !startsLikeBound(expression) && !isOpen(expression) && !(expression instanceof Expr.Verbatim);
        return safe ? expression : new Expr.Parens(expression);
    }

    private static Expr arm(Expr value) {
        boolean safe = !endsInCase(value) && !(value instanceof Expr.Verbatim);
        return safe ? value : new Expr.Parens(value);
    }

    /** The subscript of an action or a fairness condition. */
    static Expr subscript(Expr subscript) {
        boolean safe = subscript instanceof Expr.Name || subscript instanceof Expr.Tuple;
        return safe ? subscript : new Expr.Parens(subscript);
    }

    /** The items of a junction that stands on one line. */
    static List<Expr> items(Junction junction, Precedence follow) {
        List<Expr> items = new ArrayList<>();
        for (Expr item : junction.items()) {
            boolean splices = item instanceof Junction inner
                    && inner.connective() == junction.connective()
                    && inner.arrangement() == Arrangement.FLOW;
            if (splices) {
                items.add(item);
            } else if (items.size() < junction.items().size() - 1) {
                items.add(followed(item, Precedence.JUNCTION));
            } else {
                items.add(right(item, Precedence.JUNCTION, follow));
            }
        }
        return items;
    }

    /** The arms of a CASE. */
    static List<Expr.Arm> arms(Expr.Case cases) {
        int last = cases.arms().size() - (cases.other().isPresent() ? 0 : 1);
        List<Expr.Arm> arms = new ArrayList<>();
        for (Expr.Arm arm : cases.arms()) {
            arms.add(arms.size() < last ? new Expr.Arm(arm.condition(), arm(arm.value())) : arm);
        }
        return arms;
    }

    /** Whether the expression goes on as far to the right as it can. */
    private static boolean isOpen(Expr expression) {
        return kind(expression) == Kind.OPEN;
    }

    private static boolean startsLikeBound(Expr expression) {
        if (expression instanceof Expr.Infix infix) {
            boolean name = infix.left() instanceof Expr.Name || infix.left() instanceof Expr.Tuple;
            return infix.operator() == InfixOperator.IN && name || startsLikeBound(infix.left());
        }
        return expression instanceof Junction junction && startsLikeBound(junction.items().get(0))
                || expression instanceof Expr.Commented commented && startsLikeBound(commented.expression());
    }

    private static boolean endsInCase(Expr expression) {
        return expression instanceof Expr.Case
                || expression instanceof Expr.If choice && endsInCase(choice.no())
                || expression instanceof Expr.Let let && endsInCase(let.body())
                || expression instanceof Expr.Quantified quantified && endsInCase(quantified.body())
                || expression instanceof Expr.Choose choose && endsInCase(choose.condition())
                || expression instanceof Expr.Prefix prefix && endsInCase(prefix.operand())
                || expression instanceof Expr.Infix infix && endsInCase(infix.right())
                || expression instanceof Expr.Commented commented && endsInCase(commented.expression())
                || expression instanceof Junction junction && endsInCase(last(junction.items()));
    }

    private static Expr last(List<Expr> items) {
        return items.get(items.size() - 1);
    }

    private enum Kind { CLOSED, POSTFIX, OPERATOR, OPEN }

    private static Kind kind(Expr expression) {
        if (expression instanceof Expr.If
                || expression instanceof Expr.Case
                || expression instanceof Expr.Let
                || expression instanceof Expr.Quantified
                || expression instanceof Expr.Choose
                || expression instanceof Junction junction && junction.arrangement() != Arrangement.FLOW) {
            return Kind.OPEN;
        }
        if (expression instanceof Expr.Prefix
                || expression instanceof Expr.Infix
                || expression instanceof Expr.Product
                || expression instanceof Junction
                || expression instanceof Expr.Verbatim) {
            return Kind.OPERATOR;
        }
        if (expression instanceof Expr.Prime || expression instanceof Expr.At || expression instanceof Expr.Field) {
            return Kind.POSTFIX;
        }
        return expression instanceof Expr.Commented commented ? kind(commented.expression()) : Kind.CLOSED;
    }

    private static Precedence precedence(Expr expression) {
        if (expression instanceof Expr.Infix infix) {
            return infix.operator().precedence();
        }
        if (expression instanceof Expr.Prefix prefix) {
            return prefix.operator().precedence();
        }
        if (expression instanceof Junction) {
            return Precedence.JUNCTION;
        }
        if (expression instanceof Expr.Product) {
            return Precedence.PRODUCT;
        }
        if (expression instanceof Expr.Prime) {
            return Precedence.PRIME;
        }
        if (expression instanceof Expr.Commented commented) {
            return precedence(commented.expression());
        }
        return Precedence.of(16);
    }
}
