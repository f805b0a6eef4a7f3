package org.quiesce.tla;

import java.util.List;
import org.quiesce.tla.Expr.Arrangement;
import org.quiesce.tla.Expr.Bound;

/** Puts parentheses around every part of an expression, so that it can be read without knowing a precedence. */
final class Explicit {

    private Explicit() {}

    /** The expression in parentheses, and so all its parts, on one line. */
    static Expr of(Expr expression) {
        if (expression instanceof Expr.Commented commented) {
            return of(commented.expression());
        }
        return new Expr.Parens(inside(expression));
    }

    private static Expr inside(Expr e) {
        if (e instanceof Expr.Call call) {
            return new Expr.Call(call.operator(), all(call.arguments()));
        } else if (e instanceof Expr.Prefix prefix) {
            return new Expr.Prefix(prefix.operator(), of(prefix.operand()));
        } else if (e instanceof Expr.Infix infix) {
            return new Expr.Infix(infix.operator(), of(infix.left()), of(infix.right()));
        } else if (e instanceof Expr.Prime prime) {
            return new Expr.Prime(of(prime.operand()));
        } else if (e instanceof Expr.Junction junction) {
            return new Expr.Junction(junction.connective(), all(junction.items()), Arrangement.FLOW);
        } else if (e instanceof Expr.Parens parens) {
            return of(parens.expression());
        } else if (e instanceof Expr.At at) {
            return new Expr.At(of(at.function()), all(at.arguments()));
        } else if (e instanceof Expr.Field field) {
            return new Expr.Field(of(field.record()), field.field());
        } else if (e instanceof Expr.Product product) {
            return new Expr.Product(all(product.factors()));
        } else if (e instanceof Expr.If choice) {
            return new Expr.If(of(choice.condition()), of(choice.yes()), of(choice.no()));
        } else if (e instanceof Expr.Case cases) {
            List<Expr.Arm> arms = cases.arms().stream()
                    .map(arm -> new Expr.Arm(of(arm.condition()), of(arm.value())))
                    .toList();
            return new Expr.Case(arms, cases.other().map(Explicit::of));
        } else if (e instanceof Expr.Let let) {
            List<Definition> definitions = let.definitions().stream()
                    .map(definition -> Definition.of(definition.name(), definition.parameters(), of(definition.body())))
                    .toList();
            return new Expr.Let(definitions, of(let.body()));
        } else if (e instanceof Expr.Quantified some) {
            return new Expr.Quantified(some.quantifier(), bounds(some.bounds()), of(some.body()));
        } else if (e instanceof Expr.Choose choose) {
            return new Expr.Choose(choose.name(), of(choose.set()), of(choose.condition()));
        }
        return bracketed(e);
    }

    private static Expr bracketed(Expr e) {
        if (e instanceof Expr.Tuple tuple) {
            return new Expr.Tuple(all(tuple.items()));
        } else if (e instanceof Expr.SetOf set) {
            return new Expr.SetOf(all(set.items()));
        } else if (e instanceof Expr.Filter filter) {
            return new Expr.Filter(filter.name(), of(filter.set()), of(filter.condition()));
        } else if (e instanceof Expr.Image image) {
            return new Expr.Image(of(image.value()), bounds(image.bounds()));
        } else if (e instanceof Expr.Function function) {
            return new Expr.Function(bounds(function.bounds()), of(function.value()));
        } else if (e instanceof Expr.FunctionSet functions) {
            return new Expr.FunctionSet(of(functions.domain()), of(functions.range()));
        } else if (e instanceof Expr.RecordOf record) {
            return new Expr.RecordOf(entries(record.entries()));
        } else if (e instanceof Expr.RecordSet records) {
            return new Expr.RecordSet(entries(records.entries()));
        } else if (e instanceof Expr.Except except) {
            List<Expr.Update> updates = except.updates().stream()
                    .map(update -> new Expr.Update(
                            update.path().stream().map(Explicit::accessor).toList(), of(update.value())))
                    .toList();
            return new Expr.Except(of(except.base()), updates);
        } else if (e instanceof Expr.Stuttering step) {
            return new Expr.Stuttering(of(step.action()), of(step.subscript()));
        } else if (e instanceof Expr.Changing step) {
            return new Expr.Changing(of(step.action()), of(step.subscript()));
        } else if (e instanceof Expr.Fair fair) {
            return new Expr.Fair(fair.fairness(), of(fair.subscript()), of(fair.action()));
        }
        return e;
    }

    private static Expr.Accessor accessor(Expr.Accessor accessor) {
        return accessor instanceof Expr.Index index ? new Expr.Index(all(index.arguments())) : accessor;
    }

    private static List<Expr> all(List<Expr> expressions) {
        return expressions.stream().map(Explicit::of).toList();
    }

    private static List<Bound> bounds(List<Bound> bounds) {
        return bounds.stream().map(bound -> new Bound(bound.names(), of(bound.set()))).toList();
    }

    private static List<Expr.Entry> entries(List<Expr.Entry> entries) {
        return entries.stream().map(entry -> new Expr.Entry(entry.field(), of(entry.value()))).toList();
    }
}
