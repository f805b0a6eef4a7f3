package org.quiesce.tla;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A TLA+ expression. Immutable; {@code toString()} is its TLA+. Build expressions with the factories of {@link Tla}.
 *
 * <p>Trees hold no parentheses: the printer adds those that TLA+ needs. ({@link Parens} is for those that only help the
 * reader.)
 */
public sealed interface Expr {

    /** This function applied to one or more arguments: {@code f[x]}. */
    default Expr at(Expr... arguments) {
        return new At(this, List.of(arguments));
    }

    /** A field of this record: {@code r.field}. */
    default Expr field(String field) {
        return new Field(this, field);
    }

    /** The value of this expression in the next state: {@code e'}. */
    default Expr prime() {
        return new Prime(this);
    }

    /** The name of a variable, constant, parameter, bound variable or operator without arguments. */
    record Name(String name) implements Expr {
        public Name {
            Identifiers.require("name", name);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A number that is not negative; negative ones are {@link PrefixOperator#NEGATE} of their absolute value. */
    record Num(int value) implements Expr {
        public Num {
            if (value < 0) {
                throw new IllegalArgumentException("TLA+ has no negative number literal (" + value + "); use Tla.num");
            }
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A string; the value is what it means, not how it is escaped. */
    record Str(String value) implements Expr {
        public Str {
            Text.requireString(value);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** The constants that are words of the language. */
    enum Keyword implements Expr {
        TRUE("TRUE"),
        FALSE("FALSE"),
        BOOLEAN("BOOLEAN"),
        STRING("STRING"),
        /** The value before, inside the new value of an {@link Except}. */
        OLD_VALUE("@");

        private final String text;

        Keyword(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** An operator with its arguments: {@code Go(c, "1", "2")}. Without arguments it is a {@link Name}. */
    record Call(String operator, List<Expr> arguments) implements Expr {
        public Call {
            Identifiers.require("operator", operator);
            arguments = Lists.some("the arguments of " + operator, arguments);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A prefix operator and its operand. */
    record Prefix(PrefixOperator operator, Expr operand) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** An infix operator between two operands. */
    record Infix(InfixOperator operator, Expr left, Expr right) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** The value in the next state: {@code pc'}. */
    record Prime(Expr operand) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A conjunction or disjunction. */
    record Junction(Connective connective, List<Expr> items, Arrangement arrangement) implements Expr {
        public Junction {
            items = Lists.some("a junction", items);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** Which junction it is. */
    enum Connective {
        AND("/\\"),
        OR("\\/");

        private final String symbol;

        Connective(String symbol) {
            this.symbol = symbol;
        }

        /** The operator as TLA+ writes it. */
        public String symbol() {
            return symbol;
        }
    }

    /** How a junction is laid out. */
    enum Arrangement {
        /** On one line if it fits, else as a list. */
        FLOW,
        /** One item per line, each after its bullet. */
        LIST,
        /** A list in which the {@code =} of all equations stand in one column. */
        TABLE
    }

    /** An expression with a comment: at the end of its line in a junction list, {@code (* … *)} elsewhere. */
    record Commented(Expr expression, String comment) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A function applied to one or more arguments: {@code f[x]}. */
    record At(Expr function, List<Expr> arguments) implements Expr {
        public At {
            arguments = Lists.some("the arguments of a function", arguments);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A field of a record: {@code r.field}. */
    record Field(Expr record, String field) implements Expr {
        public Field {
            Identifiers.require("field", field);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** One or more variables that range over a set: {@code a, b \in S}. */
    record Bound(List<String> names, Expr set) {
        public Bound {
            names = Lists.some("the bound variables", names);
            names.forEach(name -> Identifiers.require("bound variable", name));
        }

        @Override
        public String toString() {
            return String.join(", ", names) + " \\in " + Brackets.boundSet(set);
        }
    }

    /** A function by its rule: {@code [x \in S |-> e]}. */
    record Function(List<Bound> bounds, Expr value) implements Expr {
        public Function {
            bounds = Lists.some("the bounds of a function", bounds);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** The set of functions {@code [S -> T]}. */
    record FunctionSet(Expr domain, Expr range) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A function or record that differs from another in places: {@code [f EXCEPT ![x] = e]}. */
    record Except(Expr base, List<Update> updates) implements Expr {
        public Except {
            updates = Lists.some("the updates of an EXCEPT", updates);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** One update of an {@link Except}: {@code ![a].b = value}. */
    record Update(List<Accessor> path, Expr value) {
        public Update {
            path = Lists.some("the path of an EXCEPT", path);
        }

        @Override
        public String toString() {
            return path.stream().map(Accessor::toString).collect(Collectors.joining("", "!", " = " + value));
        }
    }

    /** One step on the way into a nested function or record. */
    sealed interface Accessor {}

    /** Into a function: {@code [a, b]}. */
    record Index(List<Expr> arguments) implements Accessor {
        public Index {
            arguments = Lists.some("the index of an EXCEPT", arguments);
        }

        @Override
        public String toString() {
            return arguments.stream().map(Expr::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** Into a record: {@code .name}. */
    record Member(String name) implements Accessor {
        public Member {
            Identifiers.require("field", name);
        }

        @Override
        public String toString() {
            return "." + name;
        }
    }

    /** A field with its value, or with the set of its values in a {@link RecordSet}. */
    record Entry(String field, Expr value) {
        public Entry {
            Identifiers.require("field", field);
        }

        /** The field as part of a record. */
        @Override
        public String toString() {
            return field + " |-> " + value;
        }
    }

    /** A record: {@code [a |-> 1, b |-> 2]}. */
    record RecordOf(List<Entry> entries) implements Expr {
        public RecordOf {
            entries = Lists.some("the fields of a record", entries);
            Lists.requireDistinct("field", entries.stream().map(Entry::field).toList());
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A set of records: {@code [a : S, b : T]}. */
    record RecordSet(List<Entry> entries) implements Expr {
        public RecordSet {
            entries = Lists.some("the fields of a record set", entries);
            Lists.requireDistinct("field", entries.stream().map(Entry::field).toList());
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A tuple: {@code <<a, b>>}; may be empty. */
    record Tuple(List<Expr> items) implements Expr {
        public Tuple {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** A set by its elements: {@code {a, b}}; may be empty. */
    record SetOf(List<Expr> items) implements Expr {
        public SetOf {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** The elements of a set that satisfy a condition: {@code {x \in S : p}}. */
    record Filter(String name, Expr set, Expr condition) implements Expr {
        public Filter {
            Identifiers.require("bound variable", name);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** The images of the elements of a set: {@code {e : x \in S}}. */
    record Image(Expr value, List<Bound> bounds) implements Expr {
        public Image {
            bounds = Lists.some("the bounds of a set", bounds);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** The set of tuples {@code S \X T}. */
    record Product(List<Expr> factors) implements Expr {
        public Product {
            factors = Lists.several("a Cartesian product", factors);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** {@code IF condition THEN yes ELSE no}. */
    record If(Expr condition, Expr yes, Expr no) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** {@code CASE p -> e [] q -> f [] OTHER -> g}. */
    record Case(List<Arm> arms, Optional<Expr> other) implements Expr {
        public Case {
            arms = Lists.some("the arms of a CASE", arms);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** One arm of a {@link Case}. */
    record Arm(Expr condition, Expr value) {
        @Override
        public String toString() {
            return condition + " -> " + value;
        }
    }

    /** {@code LET definitions IN body}. */
    record Let(List<Definition> definitions, Expr body) implements Expr {
        public Let {
            definitions = Lists.some("the definitions of a LET", definitions);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** {@code \A} or {@code \E} over one or more bounds. */
    record Quantified(Quantifier quantifier, List<Bound> bounds, Expr body) implements Expr {
        public Quantified {
            bounds = Lists.some("the bounds of a quantifier", bounds);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** Which quantifier it is. */
    enum Quantifier {
        FOR_ALL("\\A"),
        EXISTS("\\E");

        private final String symbol;

        Quantifier(String symbol) {
            this.symbol = symbol;
        }

        /** The quantifier as TLA+ writes it. */
        public String symbol() {
            return symbol;
        }
    }

    /** Some fixed element of a set that satisfies a condition: {@code CHOOSE x \in S : p}. */
    record Choose(String name, Expr set, Expr condition) implements Expr {
        public Choose {
            Identifiers.require("bound variable", name);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** {@code [A]_v}: an A step, or one that leaves v alone. */
    record Stuttering(Expr action, Expr subscript) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** {@code <<A>>_v}: an A step that changes v. */
    record Changing(Expr action, Expr subscript) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** {@code WF_v(A)} or {@code SF_v(A)}. */
    record Fair(Fairness fairness, Expr subscript, Expr action) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /** Which fairness it is. */
    enum Fairness {
        WEAK("WF"),
        STRONG("SF");

        private final String symbol;

        Fairness(String symbol) {
            this.symbol = symbol;
        }

        /** The condition as TLA+ writes it, without its subscript. */
        public String symbol() {
            return symbol;
        }
    }

    /** Parentheses that only help the reader. */
    record Parens(Expr expression) implements Expr {
        @Override
        public String toString() {
            return Layout.print(this);
        }
    }

    /**
     * TLA+ text that is taken as it is, on one line: a formula that the user wrote. It is bracketed wherever anything
     * stands beside it. Whether it is TLA+ is found out by SANY only.
     */
    record Verbatim(String text) implements Expr {
        public Verbatim {
            Text.requireVerbatim(text);
        }

        @Override
        public String toString() {
            return Layout.print(this);
        }
    }
}
