package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;

/** The direct subexpressions of an expression, from left to right. */
final class Children {

    private Children() {}

    static List<Expr> of(Expr expression) {
        if (expression instanceof Expr.Call call) {
            return call.arguments();
        } else if (expression instanceof Expr.Prefix prefix) {
            return List.of(prefix.operand());
        } else if (expression instanceof Expr.Infix infix) {
            return List.of(infix.left(), infix.right());
        } else if (expression instanceof Expr.Prime prime) {
            return List.of(prime.operand());
        } else if (expression instanceof Expr.Junction junction) {
            return junction.items();
        } else if (expression instanceof Expr.Commented commented) {
            return List.of(commented.expression());
        } else if (expression instanceof Expr.Parens parens) {
            return List.of(parens.expression());
        } else if (expression instanceof Expr.At at) {
            return join(List.of(at.function()), at.arguments());
        } else if (expression instanceof Expr.Field field) {
            return List.of(field.record());
        } else if (expression instanceof Expr.Function function) {
            return join(sets(function.bounds()), List.of(function.value()));
        } else if (expression instanceof Expr.FunctionSet functions) {
            return List.of(functions.domain(), functions.range());
        } else if (expression instanceof Expr.Except except) {
            return ofExcept(except);
        } else if (expression instanceof Expr.RecordOf record) {
            return record.entries().stream().map(Expr.Entry::value).toList();
        } else if (expression instanceof Expr.RecordSet records) {
            return records.entries().stream().map(Expr.Entry::value).toList();
        } else if (expression instanceof Expr.Tuple tuple) {
            return tuple.items();
        } else if (expression instanceof Expr.SetOf set) {
            return set.items();
        } else if (expression instanceof Expr.Filter filter) {
            return List.of(filter.set(), filter.condition());
        } else if (expression instanceof Expr.Image image) {
            return join(List.of(image.value()), sets(image.bounds()));
        } else if (expression instanceof Expr.Product product) {
            return product.factors();
        } else if (expression instanceof Expr.If choice) {
            return List.of(choice.condition(), choice.yes(), choice.no());
        } else if (expression instanceof Expr.Case cases) {
            return ofCase(cases);
        } else if (expression instanceof Expr.Let let) {
            return join(let.definitions().stream().map(Definition::body).toList(), List.of(let.body()));
        } else if (expression instanceof Expr.Quantified quantified) {
            return join(sets(quantified.bounds()), List.of(quantified.body()));
        } else if (expression instanceof Expr.Choose choose) {
            return List.of(choose.set(), choose.condition());
        } else if (expression instanceof Expr.Stuttering step) {
            return List.of(step.action(), step.subscript());
        } else if (expression instanceof Expr.Changing step) {
            return List.of(step.action(), step.subscript());
        } else if (expression instanceof Expr.Fair fair) {
            return List.of(fair.subscript(), fair.action());
        }
        return List.of();
    }

    private static List<Expr> ofExcept(Expr.Except except) {
        List<Expr> children = new ArrayList<>(List.of(except.base()));
        for (Expr.Update update : except.updates()) {
            for (Expr.Accessor accessor : update.path()) {
                if (accessor instanceof Expr.Index index) {
                    children.addAll(index.arguments());
                }
            }
            children.add(update.value());
        }
        return children;
    }

    private static List<Expr> ofCase(Expr.Case cases) {
        List<Expr> children = new ArrayList<>();
        for (Expr.Arm arm : cases.arms()) {
            children.add(arm.condition());
            children.add(arm.value());
        }
        cases.other().ifPresent(children::add);
        return children;
    }

    private static List<Expr> sets(List<Expr.Bound> bounds) {
        return bounds.stream().map(Expr.Bound::set).toList();
    }

    private static List<Expr> join(List<Expr> first, List<Expr> second) {
        List<Expr> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
