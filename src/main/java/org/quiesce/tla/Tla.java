package org.quiesce.tla;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quiesce.tla.Expr.Accessor;
import org.quiesce.tla.Expr.Arm;
import org.quiesce.tla.Expr.Arrangement;
import org.quiesce.tla.Expr.Bound;
import org.quiesce.tla.Expr.Connective;
import org.quiesce.tla.Expr.Entry;
import org.quiesce.tla.Expr.Fairness;
import org.quiesce.tla.Expr.Index;
import org.quiesce.tla.Expr.Junction;
import org.quiesce.tla.Expr.Keyword;
import org.quiesce.tla.Expr.Member;
import org.quiesce.tla.Expr.Quantifier;
import org.quiesce.tla.Expr.Update;

/**
 * Factories of expressions, meant for static import:
 *
 * <pre>{@code
 * and(eq(at("pc", c), str("1")), eq(prime("pc"), except("pc", at(c), str("2"))))
 *     // pc[c] = "1" /\ pc' = [pc EXCEPT ![c] = "2"]
 * }</pre>
 *
 * <p>Where a parameter is a {@code String}, it is a name (of a variable, operator, field, bound variable); a TLA+
 * string is {@link #str}. Every factory throws {@link IllegalArgumentException} if a name can't be written in TLA+ or a
 * list that must not be empty is.
 */
public final class Tla {

    public static final Expr TRUE = Keyword.TRUE;
    public static final Expr FALSE = Keyword.FALSE;
    public static final Expr BOOLEAN = Keyword.BOOLEAN;

    /** The set of all strings. */
    public static final Expr STRING = Keyword.STRING;

    /** {@code @}: the value before, inside the new value of an EXCEPT. */
    public static final Expr OLD = Keyword.OLD_VALUE;

    private Tla() {}

    // Names and literals

    /** A name, as an expression. */
    public static Expr name(String name) {
        return new Expr.Name(name);
    }

    /** A number; a negative one becomes {@code -n}. */
    public static Expr num(int value) {
        if (value >= 0) {
            return new Expr.Num(value);
        }
        if (value == Integer.MIN_VALUE) {
            throw new IllegalArgumentException("TLC's numbers have 32 bits and no literal for " + value);
        }
        return negate(new Expr.Num(-value));
    }

    /** A string. */
    public static Expr str(String value) {
        return new Expr.Str(value);
    }

    /** {@code TRUE} or {@code FALSE}. */
    public static Expr bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** {@code operator(arguments)}; just the name if there are no arguments. */
    public static Expr call(String operator, Expr... arguments) {
        return call(operator, List.of(arguments));
    }

    /** {@code operator(arguments)}; just the name if there are no arguments. */
    public static Expr call(String operator, List<Expr> arguments) {
        return arguments.isEmpty() ? name(operator) : new Expr.Call(operator, arguments);
    }

    /** One line of TLA+ that someone else wrote; see {@link Expr.Verbatim}. */
    public static Expr verbatim(String text) {
        return new Expr.Verbatim(text);
    }

    /** Parentheses that only help the reader; those that TLA+ needs are added by the printer. */
    public static Expr parens(Expr expression) {
        return new Expr.Parens(expression);
    }

    /** The expression with a comment beside it, meant for an item of a junction list. */
    public static Expr commented(Expr expression, String comment) {
        return new Expr.Commented(expression, comment);
    }

    // Logic

    /** A conjunction, on one line if it fits; TRUE if it is empty. */
    public static Expr and(Expr... items) {
        return and(List.of(items));
    }

    /** A conjunction, on one line if it fits; TRUE if it is empty. */
    public static Expr and(List<Expr> items) {
        return junction(Connective.AND, items, Arrangement.FLOW, TRUE);
    }

    /** A disjunction, on one line if it fits; FALSE if it is empty. */
    public static Expr or(Expr... items) {
        return or(List.of(items));
    }

    /** A disjunction, on one line if it fits; FALSE if it is empty. */
    public static Expr or(List<Expr> items) {
        return junction(Connective.OR, items, Arrangement.FLOW, FALSE);
    }

    /** A conjunction as an aligned list, one item a line; TRUE if it is empty. */
    public static Expr allOf(Expr... items) {
        return allOf(List.of(items));
    }

    /** A conjunction as an aligned list, one item a line; TRUE if it is empty. */
    public static Expr allOf(List<Expr> items) {
        return junction(Connective.AND, items, Arrangement.LIST, TRUE);
    }

    /** A disjunction as an aligned list, one item a line; FALSE if it is empty. */
    public static Expr anyOf(Expr... items) {
        return anyOf(List.of(items));
    }

    /** A disjunction as an aligned list, one item a line; FALSE if it is empty. */
    public static Expr anyOf(List<Expr> items) {
        return junction(Connective.OR, items, Arrangement.LIST, FALSE);
    }

    /** A conjunction as a list of equations whose {@code =} stand in one column; TRUE if it is empty. */
    public static Expr table(Expr... equations) {
        return table(List.of(equations));
    }

    /** A conjunction as a list of equations whose {@code =} stand in one column; TRUE if it is empty. */
    public static Expr table(List<Expr> equations) {
        return junction(Connective.AND, equations, Arrangement.TABLE, TRUE);
    }

    private static Expr junction(Connective connective, List<Expr> items, Arrangement arrangement, Expr empty) {
        return switch (items.size()) {
            case 0 -> empty;
            case 1 -> items.get(0);
            default -> new Junction(connective, items, arrangement);
        };
    }

    /** {@code ~operand}. */
    public static Expr not(Expr operand) {
        return new Expr.Prefix(PrefixOperator.NOT, operand);
    }

    /** {@code left => right}. */
    public static Expr implies(Expr left, Expr right) {
        return infix(InfixOperator.IMPLIES, left, right);
    }

    /** {@code left <=> right}. */
    public static Expr iff(Expr left, Expr right) {
        return infix(InfixOperator.EQUIVALENT, left, right);
    }

    /** {@code left = right}. */
    public static Expr eq(Expr left, Expr right) {
        return infix(InfixOperator.EQUAL, left, right);
    }

    /** {@code left # right}. */
    public static Expr neq(Expr left, Expr right) {
        return infix(InfixOperator.NOT_EQUAL, left, right);
    }

    /** {@code element \in set}. */
    public static Expr in(Expr element, Expr set) {
        return infix(InfixOperator.IN, element, set);
    }

    /** {@code element \notin set}. */
    public static Expr notIn(Expr element, Expr set) {
        return infix(InfixOperator.NOT_IN, element, set);
    }

    /** {@code \A name \in set : body}. */
    public static Expr forAll(String name, Expr set, Expr body) {
        return forAll(List.of(bound(name, set)), body);
    }

    /** {@code \A bounds : body}. */
    public static Expr forAll(List<Bound> bounds, Expr body) {
        return new Expr.Quantified(Quantifier.FOR_ALL, bounds, body);
    }

    /** {@code \E name \in set : body}. */
    public static Expr exists(String name, Expr set, Expr body) {
        return exists(List.of(bound(name, set)), body);
    }

    /** {@code \E bounds : body}. */
    public static Expr exists(List<Bound> bounds, Expr body) {
        return new Expr.Quantified(Quantifier.EXISTS, bounds, body);
    }

    /** {@code name \in set}, for a quantifier, a function or a set. */
    public static Bound bound(String name, Expr set) {
        return new Bound(List.of(name), set);
    }

    /** {@code a, b \in set}, for a quantifier, a function or a set. */
    public static Bound bound(List<String> names, Expr set) {
        return new Bound(names, set);
    }

    /** {@code CHOOSE name \in set : condition}. */
    public static Expr choose(String name, Expr set, Expr condition) {
        return new Expr.Choose(name, set, condition);
    }

    /** {@code IF condition THEN yes ELSE no}. */
    public static Expr ifThenElse(Expr condition, Expr yes, Expr no) {
        return new Expr.If(condition, yes, no);
    }

    /** {@code CASE p -> e [] q -> f}. */
    public static Expr cases(Arm... arms) {
        return new Expr.Case(List.of(arms), Optional.empty());
    }

    /** {@code CASE p -> e [] q -> f [] OTHER -> g}. */
    public static Expr cases(List<Arm> arms, Expr other) {
        return new Expr.Case(arms, Optional.of(other));
    }

    /** One arm of a CASE: {@code condition -> value}. */
    public static Arm arm(Expr condition, Expr value) {
        return new Arm(condition, value);
    }

    /** {@code LET name == value IN body}. */
    public static Expr let(String name, Expr value, Expr body) {
        return let(List.of(Definition.of(name, value)), body);
    }

    /** {@code LET definitions IN body}. */
    public static Expr let(List<Definition> definitions, Expr body) {
        return new Expr.Let(definitions, body);
    }

    // Numbers

    /** {@code -operand}. */
    public static Expr negate(Expr operand) {
        return new Expr.Prefix(PrefixOperator.NEGATE, operand);
    }

    /** {@code left + right}. */
    public static Expr plus(Expr left, Expr right) {
        return infix(InfixOperator.PLUS, left, right);
    }

    /** {@code left - right}. */
    public static Expr minus(Expr left, Expr right) {
        return infix(InfixOperator.MINUS, left, right);
    }

    /** {@code left * right}. */
    public static Expr times(Expr left, Expr right) {
        return infix(InfixOperator.TIMES, left, right);
    }

    /** {@code left \div right}. */
    public static Expr div(Expr left, Expr right) {
        return infix(InfixOperator.DIVIDE, left, right);
    }

    /** {@code left % right}. */
    public static Expr mod(Expr left, Expr right) {
        return infix(InfixOperator.MODULO, left, right);
    }

    /** {@code left < right}. */
    public static Expr lt(Expr left, Expr right) {
        return infix(InfixOperator.LESS, left, right);
    }

    /** {@code left <= right}. */
    public static Expr le(Expr left, Expr right) {
        return infix(InfixOperator.LESS_OR_EQUAL, left, right);
    }

    /** {@code left > right}. */
    public static Expr gt(Expr left, Expr right) {
        return infix(InfixOperator.GREATER, left, right);
    }

    /** {@code left >= right}. */
    public static Expr ge(Expr left, Expr right) {
        return infix(InfixOperator.GREATER_OR_EQUAL, left, right);
    }

    /** {@code from .. to}. */
    public static Expr range(Expr from, Expr to) {
        return infix(InfixOperator.RANGE, from, to);
    }

    /** Any infix operator. */
    public static Expr infix(InfixOperator operator, Expr left, Expr right) {
        return new Expr.Infix(operator, left, right);
    }

    // Sets and tuples

    /** {@code {a, b}}. */
    public static Expr set(Expr... items) {
        return set(List.of(items));
    }

    /** {@code {a, b}}. */
    public static Expr set(List<Expr> items) {
        return new Expr.SetOf(items);
    }

    /** {@code {name \in set : condition}}. */
    public static Expr filter(String name, Expr set, Expr condition) {
        return new Expr.Filter(name, set, condition);
    }

    /** {@code {value : bounds}}. */
    public static Expr image(Expr value, Bound... bounds) {
        return new Expr.Image(value, List.of(bounds));
    }

    /** {@code left \cup right}. */
    public static Expr union(Expr left, Expr right) {
        return infix(InfixOperator.UNION, left, right);
    }

    /** {@code left \cap right}. */
    public static Expr intersection(Expr left, Expr right) {
        return infix(InfixOperator.INTERSECTION, left, right);
    }

    /** {@code left \ right}. */
    public static Expr difference(Expr left, Expr right) {
        return infix(InfixOperator.DIFFERENCE, left, right);
    }

    /** {@code left \subseteq right}. */
    public static Expr subsetEq(Expr left, Expr right) {
        return infix(InfixOperator.SUBSET_OR_EQUAL, left, right);
    }

    /** {@code UNION sets}. */
    public static Expr unionOf(Expr sets) {
        return new Expr.Prefix(PrefixOperator.UNION, sets);
    }

    /** {@code SUBSET set}. */
    public static Expr subsetsOf(Expr set) {
        return new Expr.Prefix(PrefixOperator.SUBSET, set);
    }

    /** {@code S \X T}. */
    public static Expr product(Expr... factors) {
        return new Expr.Product(List.of(factors));
    }

    /** {@code <<a, b>>}. */
    public static Expr tuple(Expr... items) {
        return tuple(List.of(items));
    }

    /** {@code <<a, b>>}. */
    public static Expr tuple(List<Expr> items) {
        return new Expr.Tuple(items);
    }

    // Functions and records

    /** A named function applied to its arguments: {@code function[x]}. */
    public static Expr at(String function, Expr... arguments) {
        return name(function).at(arguments);
    }

    /** The place {@code [x]} of a function in an EXCEPT; {@code [x, y]} if it has several arguments. */
    public static Accessor at(Expr first, Expr... rest) {
        List<Expr> arguments = new ArrayList<>(List.of(first));
        arguments.addAll(Arrays.asList(rest));
        return new Index(arguments);
    }

    /** The place {@code .name} of a record in an EXCEPT. */
    public static Accessor member(String name) {
        return new Member(name);
    }

    /** {@code [name \in set |-> value]}. */
    public static Expr function(String name, Expr set, Expr value) {
        return function(List.of(bound(name, set)), value);
    }

    /** {@code [bounds |-> value]}. */
    public static Expr function(List<Bound> bounds, Expr value) {
        return new Expr.Function(bounds, value);
    }

    /** {@code [domain -> range]}. */
    public static Expr functions(Expr domain, Expr range) {
        return new Expr.FunctionSet(domain, range);
    }

    /** {@code DOMAIN function}. */
    public static Expr domain(Expr function) {
        return new Expr.Prefix(PrefixOperator.DOMAIN, function);
    }

    /** {@code argument :> value}, the function with one argument; needs the module TLC. */
    public static Expr mapsTo(Expr argument, Expr value) {
        return infix(InfixOperator.MAPS_TO, argument, value);
    }

    /** {@code left @@ right}, the union of two functions, where left wins; needs the module TLC. */
    public static Expr override(Expr left, Expr right) {
        return infix(InfixOperator.OVERRIDE, left, right);
    }

    /** {@code [variable EXCEPT ![x] = value]}. */
    public static Expr except(String variable, Accessor place, Expr value) {
        return except(name(variable), update(value, place));
    }

    /** {@code [base EXCEPT ![x] = e, ![y] = f]}. */
    public static Expr except(Expr base, Update... updates) {
        return new Expr.Except(base, List.of(updates));
    }

    /** {@code ![x].y = value}, for an EXCEPT. */
    public static Update update(Expr value, Accessor... path) {
        return new Update(List.of(path), value);
    }

    /** {@code [a |-> 1, b |-> 2]}. */
    public static Expr record(Entry... entries) {
        return record(List.of(entries));
    }

    /** {@code [a |-> 1, b |-> 2]}. */
    public static Expr record(List<Entry> entries) {
        return new Expr.RecordOf(entries);
    }

    /** {@code [a : S, b : T]}. */
    public static Expr records(Entry... entries) {
        return new Expr.RecordSet(List.of(entries));
    }

    /** A field with its value, for a record; with the set of its values, for a set of records. */
    public static Entry entry(String field, Expr value) {
        return new Entry(field, value);
    }

    // Actions and temporal formulas

    /** {@code variable'}. */
    public static Expr prime(String variable) {
        return name(variable).prime();
    }

    /** {@code variable' = value}. */
    public static Expr assign(String variable, Expr value) {
        return eq(prime(variable), value);
    }

    /** {@code variable' = [variable EXCEPT ![index] = value]}. */
    public static Expr assignAt(String variable, Expr index, Expr value) {
        return assign(variable, except(variable, at(index), value));
    }

    /** {@code UNCHANGED v}, or {@code UNCHANGED <<v, w>>}. */
    public static Expr unchanged(String... variables) {
        return unchanged(List.of(variables));
    }

    /** {@code UNCHANGED v}, or {@code UNCHANGED <<v, w>>}; TRUE if no variable is given. */
    public static Expr unchanged(List<String> variables) {
        List<Expr> names = variables.stream().map(Tla::name).toList();
        return switch (names.size()) {
            case 0 -> TRUE;
            case 1 -> new Expr.Prefix(PrefixOperator.UNCHANGED, names.get(0));
            default -> new Expr.Prefix(PrefixOperator.UNCHANGED, tuple(names));
        };
    }

    /** {@code ENABLED action}. */
    public static Expr enabled(Expr action) {
        return new Expr.Prefix(PrefixOperator.ENABLED, action);
    }

    /** {@code []formula}. */
    public static Expr always(Expr formula) {
        return new Expr.Prefix(PrefixOperator.ALWAYS, formula);
    }

    /** {@code <>formula}. */
    public static Expr eventually(Expr formula) {
        return new Expr.Prefix(PrefixOperator.EVENTUALLY, formula);
    }

    /** {@code left ~> right}. */
    public static Expr leadsTo(Expr left, Expr right) {
        return infix(InfixOperator.LEADS_TO, left, right);
    }

    /** {@code [action]_subscript}. */
    public static Expr stuttering(Expr action, Expr subscript) {
        return new Expr.Stuttering(action, subscript);
    }

    /** {@code <<action>>_subscript}. */
    public static Expr changing(Expr action, Expr subscript) {
        return new Expr.Changing(action, subscript);
    }

    /** {@code WF_subscript(action)}. */
    public static Expr weakFairness(Expr subscript, Expr action) {
        return new Expr.Fair(Fairness.WEAK, subscript, action);
    }

    /** {@code SF_subscript(action)}. */
    public static Expr strongFairness(Expr subscript, Expr action) {
        return new Expr.Fair(Fairness.STRONG, subscript, action);
    }
}
