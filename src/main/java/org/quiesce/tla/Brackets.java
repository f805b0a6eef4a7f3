package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            safe = standsOnTheRight(prefix, operator, follow) && precedence(prefix).bindsTighterThan(follow);
        } else {
            safe = precedence(operand).bindsTighterThan(operator);
        }
        return safe ? operand : new Expr.Parens(operand);
    }

    /**
     * {@code x = ~y} needs no parentheses although {@code ~} binds less than {@code =}: there is no other way to read
     * it. There is for {@code x = ~y = z}; and SANY does not take {@code x * -y}.
     */
    private static boolean standsOnTheRight(Expr.Prefix prefix, Precedence operator, Precedence follow) {
        if (precedence(prefix).bindsTighterThan(operator)) {
            return true;
        }
        if (prefix.operator() == PrefixOperator.NEGATE) {
            return false;
        }
        Expr operand = prefixed(prefix.operand(), prefix.operator(), follow);
        return operand instanceof Expr.Prefix inner
                ? inner.operator() == PrefixOperator.NEGATE || standsOnTheRight(inner, operator, follow)
                : isOpen(operand) || precedence(operand).bindsTighterThan(operator);
    }

    /** The operand of a prefix operator. */
    static Expr prefixed(Expr operand, PrefixOperator operator, Precedence follow) {
        boolean safe;
        if (operand instanceof Expr.Verbatim) {
            safe = false;
        } else if (isOpen(operand)) {
            safe = follow == Precedence.NOTHING;
        } else if (operand instanceof Expr.Prefix inner) {
            boolean twoMinusSigns = operator == PrefixOperator.NEGATE && inner.operator() == PrefixOperator.NEGATE;
            safe = !twoMinusSigns && precedence(inner).bindsTighterThan(follow);
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

    /** What opens a square bracket, where {@code x \in} would be read as a bound. */
    static Expr opening(Expr expression) {
        return startsLikeBound(expression) ? new Expr.Parens(expression) : delimited(expression);
    }

    /** The value in {@code {value : x \in S}}, where any {@code \in} would be read as that of a bound. */
    static Expr imageValue(Expr value) {
        return leadingMembership(value).isPresent() ? new Expr.Parens(value) : delimited(value);
    }

    private static Expr delimited(Expr expression) {
        boolean safe = !isOpen(expression) && !(expression instanceof Expr.Verbatim);
        return safe ? expression : new Expr.Parens(expression);
    }

    /** The value of an arm of a CASE after which another arm comes. */
    private static Expr arm(Expr value) {
        boolean safe = !endsInCase(value) && !(value instanceof Expr.Verbatim);
        return safe ? value : new Expr.Parens(value);
    }

    /** The subscript of an action or a fairness condition. */
    static Expr subscript(Expr subscript) {
        boolean safe = subscript instanceof Expr.Name || subscript instanceof Expr.Tuple;
        return safe ? subscript : new Expr.Parens(subscript);
    }

    /** The elements of a set: SANY takes {@code {a, x \in S}} for the beginning of a set of images. */
    static List<Expr> elements(List<Expr> elements) {
        List<Expr> bracketed = new ArrayList<>();
        for (Expr element : elements) {
            boolean safe = bracketed.isEmpty() || !startsLikeBound(element);
            bracketed.add(safe ? element : new Expr.Parens(element));
        }
        return bracketed;
    }

    /** The arguments of a function: SANY takes {@code f[x \in S]} for the beginning of its definition. */
    static List<Expr> arguments(List<Expr> arguments) {
        List<Expr> bracketed = new ArrayList<>(arguments);
        if (startsLikeBound(arguments.get(0))) {
            bracketed.set(0, new Expr.Parens(arguments.get(0)));
        }
        return bracketed;
    }

    /** The factors of a Cartesian product. */
    static List<Expr> factors(Expr.Product product, Precedence follow) {
        List<Expr> factors = new ArrayList<>();
        for (Expr factor : product.factors()) {
            boolean isLast = factors.size() == product.factors().size() - 1;
            factors.add(isLast ? right(factor, Precedence.PRODUCT, follow) : followed(factor, Precedence.PRODUCT));
        }
        return factors;
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

    /** Whether the text begins with {@code x \in}. */
    private static boolean startsLikeBound(Expr expression) {
        return leadingMembership(expression).filter(membership -> isOneToken(membership.left())).isPresent();
    }

    /** The membership at the left edge of an expression. */
    private static Optional<Expr.Infix> leadingMembership(Expr expression) {
        if (expression instanceof Expr.Infix infix) {
            return infix.operator() == InfixOperator.IN ? Optional.of(infix) : leadingMembership(infix.left());
        } else if (expression instanceof Junction junction) {
            return leadingMembership(junction.items().get(0));
        } else if (expression instanceof Expr.Commented commented) {
            return leadingMembership(commented.expression());
        }
        return Optional.empty();
    }

    /** SANY does not look closer than that at what stands where a bound variable might. */
    private static boolean isOneToken(Expr expression) {
        return expression instanceof Expr.Name
                || expression instanceof Expr.Num
                || expression instanceof Expr.Str
                || expression instanceof Expr.Keyword
                || expression instanceof Expr.Tuple;
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
