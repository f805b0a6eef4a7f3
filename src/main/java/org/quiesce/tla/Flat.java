package org.quiesce.tla;

import java.util.List;
import java.util.stream.Collectors;
import org.quiesce.tla.Expr.Arrangement;
import org.quiesce.tla.Expr.Bound;
import org.quiesce.tla.Expr.Junction;

/** Expressions on one line. */
final class Flat {

    private Flat() {}

    /** Whether the expression may stand on one line: it holds no list, and no comment that belongs beside one. */
    static boolean isFlat(Expr expression) {
        if (expression instanceof Junction junction) {
            return junction.arrangement() == Arrangement.FLOW
                    && junction.items().stream().noneMatch(item -> item instanceof Expr.Commented)
                    && junction.items().stream().allMatch(Flat::isFlat);
        }
        if (expression instanceof Expr.Let let
                && (let.definitions().size() > 1
                        || let.definitions().get(0).remark().isPresent()
                        || let.definitions().get(0).comment().isPresent())) {
            return false;
        }
        return Children.of(expression).stream().allMatch(Flat::isFlat);
    }

    /** The expression on one line. */
    static String print(Expr expression) {
        return print(expression, Precedence.NOTHING);
    }

    /** The expression on one line, where something follows it. */
    static String print(Expr expression, Precedence follow) {
        if (expression instanceof Expr.Name name) {
            return name.name();
        } else if (expression instanceof Expr.Num num) {
            return Integer.toString(num.value());
        } else if (expression instanceof Expr.Str str) {
            return Text.quote(str.value());
        } else if (expression instanceof Expr.Keyword keyword) {
            return keyword.toString();
        } else if (expression instanceof Expr.Verbatim verbatim) {
            return verbatim.text();
        } else if (expression instanceof Expr.Parens parens) {
            return "(" + print(parens.expression()) + ")";
        } else if (expression instanceof Expr.Commented commented) {
            return print(commented.expression(), follow) + " " + blockComment(commented.comment());
        } else if (expression instanceof Expr.Call call) {
            return call.operator() + "(" + commas(call.arguments()) + ")";
        } else if (expression instanceof Expr.Prefix prefix) {
            return prefix(prefix, follow);
        } else if (expression instanceof Expr.Infix infix) {
            return infix(infix, follow);
        } else if (expression instanceof Junction junction) {
            return junction(junction, follow);
        } else if (expression instanceof Expr.Product product) {
            return separated(Brackets.factors(product, follow), " \\X ", Precedence.PRODUCT, follow);
        } else if (expression instanceof Expr.Prime prime) {
            return print(Brackets.primed(prime.operand())) + "'";
        } else if (expression instanceof Expr.At at) {
            return print(Brackets.postfixed(at.function())) + "[" + commas(Brackets.arguments(at.arguments())) + "]";
        } else if (expression instanceof Expr.Field field) {
            return print(Brackets.postfixed(field.record())) + "." + field.field();
        } else if (expression instanceof Expr.If choice) {
            return "IF " + print(choice.condition()) + " THEN " + print(choice.yes()) + " ELSE " + print(choice.no());
        } else if (expression instanceof Expr.Case cases) {
            return cases(cases);
        } else if (expression instanceof Expr.Let let) {
            return "LET " + let.definitions().stream().map(Flat::definition).collect(Collectors.joining(" "))
                    + " IN " + print(let.body());
        } else if (expression instanceof Expr.Quantified quantified) {
            return quantified.quantifier().symbol() + " " + bounds(quantified.bounds()) + " : "
                    + print(quantified.body());
        } else if (expression instanceof Expr.Choose choose) {
            return "CHOOSE " + bound(choose.name(), choose.set()) + " : " + print(choose.condition());
        } else {
            return bracketed(expression);
        }
    }

    /** What brings its own square brackets, braces or angles. */
    private static String bracketed(Expr expression) {
        if (expression instanceof Expr.Tuple tuple) {
            return "<<" + commas(tuple.items()) + ">>";
        } else if (expression instanceof Expr.SetOf set) {
            return "{" + commas(Brackets.elements(set.items())) + "}";
        } else if (expression instanceof Expr.Filter filter) {
            return "{" + bound(filter.name(), filter.set()) + " : " + print(filter.condition()) + "}";
        } else if (expression instanceof Expr.Image image) {
            return "{" + print(Brackets.imageValue(image.value())) + " : "
                    + bounds(image.bounds()) + "}";
        } else if (expression instanceof Expr.Function function) {
            return "[" + bounds(function.bounds()) + " |-> " + print(function.value()) + "]";
        } else if (expression instanceof Expr.FunctionSet functions) {
            return "[" + print(Brackets.opening(functions.domain())) + " -> " + print(functions.range()) + "]";
        } else if (expression instanceof Expr.RecordOf record) {
            return "[" + entries(record.entries(), " |-> ") + "]";
        } else if (expression instanceof Expr.RecordSet records) {
            return "[" + entries(records.entries(), " : ") + "]";
        } else if (expression instanceof Expr.Except except) {
            return "[" + print(Brackets.opening(except.base())) + " EXCEPT "
                    + except.updates().stream()
                            .map(update -> place(update) + " = " + print(update.value()))
                            .collect(Collectors.joining(", "))
                    + "]";
        } else if (expression instanceof Expr.Stuttering step) {
            return "[" + print(Brackets.opening(step.action())) + "]_" + subscript(step.subscript());
        } else if (expression instanceof Expr.Changing step) {
            return "<<" + print(step.action()) + ">>_" + subscript(step.subscript());
        } else if (expression instanceof Expr.Fair fair) {
            return fair.fairness().symbol() + "_" + subscript(fair.subscript()) + "(" + print(fair.action()) + ")";
        }
        throw new IllegalStateException("no text for " + expression.getClass());
    }

    private static String prefix(Expr.Prefix prefix, Precedence follow) {
        PrefixOperator operator = prefix.operator();
        return operator.symbol() + operator.gap() + print(Brackets.prefixed(prefix.operand(), operator, follow), follow);
    }

    private static String infix(Expr.Infix infix, Precedence follow) {
        InfixOperator operator = infix.operator();
        return print(Brackets.left(infix.left(), operator), operator.precedence())
                + " " + operator.symbol() + " "
                + print(Brackets.right(infix.right(), operator.precedence(), follow), follow);
    }

    private static String junction(Junction junction, Precedence follow) {
        String symbol = " " + junction.connective().symbol() + " ";
        return separated(Brackets.items(junction, follow), symbol, Precedence.JUNCTION, follow);
    }

    private static String separated(List<Expr> items, String symbol, Precedence precedence, Precedence follow) {
        int last = items.size() - 1;
        return items.subList(0, last).stream()
                .map(item -> print(item, precedence) + symbol)
                .collect(Collectors.joining("", "", print(items.get(last), follow)));
    }

    private static String cases(Expr.Case cases) {
        return Brackets.arms(cases).stream()
                        .map(arm -> print(arm.condition()) + " -> " + print(arm.value()))
                        .collect(Collectors.joining(" [] ", "CASE ", ""))
                + cases.other().map(other -> " [] OTHER -> " + print(other)).orElse("");
    }

    private static String definition(Definition definition) {
        return definition.head() + " == " + print(definition.body());
    }

    /** {@code x \in S, y, z \in T}. */
    private static String bounds(List<Bound> bounds) {
        return bounds.stream()
                .map(bound -> bound(String.join(", ", bound.names()), bound.set()))
                .collect(Collectors.joining(", "));
    }

    private static String bound(String names, Expr set) {
        return names + " \\in " + print(Brackets.boundSet(set), Precedence.DELIMITER);
    }

    /** {@code ![a, b].c}. */
    private static String place(Expr.Update update) {
        StringBuilder place = new StringBuilder("!");
        for (Expr.Accessor accessor : update.path()) {
            if (accessor instanceof Expr.Index index) {
                place.append('[').append(commas(index.arguments())).append(']');
            } else if (accessor instanceof Expr.Member member) {
                place.append('.').append(member.name());
            }
        }
        return place.toString();
    }

    private static String subscript(Expr subscript) {
        return print(Brackets.subscript(subscript));
    }

    static String blockComment(String comment) {
        return "(* " + Text.insideBlockComment(String.join(" ", Text.commentLines(comment)).strip()) + " *)";
    }

    private static String commas(List<Expr> items) {
        return items.stream().map(Flat::print).collect(Collectors.joining(", "));
    }

    private static String entries(List<Expr.Entry> entries, String arrow) {
        return entries.stream()
                .map(entry -> entry.field() + arrow + print(entry.value()))
                .collect(Collectors.joining(", "));
    }
}
