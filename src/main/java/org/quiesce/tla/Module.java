package org.quiesce.tla;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A TLA+ module. Immutable; {@code toString()} is its text, which ends with a line end.
 *
 * @param name      its name
 * @param header    the text of the box at its top
 * @param extended  the modules that it extends
 * @param constants its constants
 * @param variables its variables
 * @param units     what follows, in order
 */
public record Module(
        String name,
        Optional<String> header,
        List<String> extended,
        List<Declaration> constants,
        List<Declaration> variables,
        List<Unit> units) {

    /** @throws IllegalArgumentException if a name can't be written in TLA+ */
    public Module {
        Identifiers.require("module", name);
        extended = List.copyOf(extended);
        extended.forEach(module -> Identifiers.require("module", module));
        constants = List.copyOf(constants);
        variables = List.copyOf(variables);
        units = List.copyOf(units);
    }

    /** A constant or variable, and what it is. */
    public record Declaration(String name, Optional<String> comment) {
        /** @throws IllegalArgumentException if the name can't be written in TLA+ */
        public Declaration {
            Identifiers.require("declaration", name);
        }
    }

    /** A part of a module, between blank lines. */
    public sealed interface Unit {}

    /** A line across the page and a heading below it. */
    public record Heading(String text) implements Unit {}

    /** A comment that stands by itself. */
    public record Remark(String text) implements Unit {}

    /** {@code ASSUME condition}. */
    public record Assumption(Expr condition) implements Unit {}

    /** {@code RECURSIVE operator(_, _)}. */
    public record Recursive(String operator, int parameters) implements Unit {
        /** @throws IllegalArgumentException if the name can't be written in TLA+ */
        public Recursive {
            Identifiers.require("operator", operator);
        }
    }

    /** Definitions on neighbouring lines, in paragraphs with blank lines between. */
    public record Definitions(List<List<Definition>> paragraphs, Alignment alignment) implements Unit {
        public Definitions {
            paragraphs = paragraphs.stream().map(List::copyOf).toList();
        }

        List<Definition> all() {
            return paragraphs.stream().flatMap(List::stream).toList();
        }
    }

    /** Whether the {@code ==} of neighbouring definitions stand in one column. */
    public enum Alignment {
        RAGGED,
        ALIGNED
    }

    /** Begins a module. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** All definitions, in order. */
    public List<Definition> definitions() {
        return units.stream()
                .flatMap(unit -> unit instanceof Definitions group ? group.all().stream() : Stream.empty())
                .toList();
    }

    /** This module with one more definition, of a predicate of its variables, at its end. */
    public Module with(Definition last) {
        List<Unit> longer = new ArrayList<>(units);
        longer.add(new Definitions(List.of(List.of(last)), Alignment.RAGGED));
        return new Module(name, header, extended, constants, variables, longer);
    }

    /** The names of the variables, in order. */
    public List<String> variableNames() {
        return variables.stream().map(Declaration::name).toList();
    }

    @Override
    public String toString() {
        return ModuleLayout.print(this);
    }

    /** Builds a module from top to bottom: what an expression names must have been added before it. */
    public static final class Builder {
        private final String name;
        private Optional<String> header = Optional.empty();
        private final List<String> extended = new ArrayList<>();
        private final List<Declaration> constants = new ArrayList<>();
        private final List<Declaration> variables = new ArrayList<>();
        private final List<Unit> units = new ArrayList<>();
        private final Set<String> announced = new HashSet<>();
        private Frame frame = Frame.over(List.of());
        private Scope scope = Scope.of(List.of());

        private Builder(String name) {
            this.name = Identifiers.require("module", name);
        }

        /** The box at the top, with a text of one or more lines. */
        public Builder header(String text) {
            header = Optional.of(text);
            return this;
        }

        /**
         * Modules to extend.
         *
         * @throws IllegalArgumentException if there are declarations or definitions already
         */
        public Builder extending(String... modules) {
            if (!constants.isEmpty() || !variables.isEmpty() || !units.isEmpty()) {
                throw new IllegalArgumentException("the modules to extend must be given before all else");
            }
            for (String module : modules) {
                extended.add(Identifiers.require("module", module));
            }
            scope = Scope.of(extended);
            return this;
        }

        /** A constant, and what it is. */
        public Builder constant(String constant, String comment) {
            return declareConstant(new Declaration(constant, Optional.of(comment)));
        }

        /** A constant. */
        public Builder constant(String constant) {
            return declareConstant(new Declaration(constant, Optional.empty()));
        }

        private Builder declareConstant(Declaration constant) {
            scope = scope.declare("a constant", constant.name());
            constants.add(constant);
            return this;
        }

        /**
         * A variable, and what it is.
         *
         * @throws IllegalArgumentException if there are definitions already
         */
        public Builder variable(String variable, String comment) {
            return declare(new Declaration(variable, Optional.of(comment)));
        }

        /**
         * A variable.
         *
         * @throws IllegalArgumentException if there are definitions already
         */
        public Builder variable(String variable) {
            return declare(new Declaration(variable, Optional.empty()));
        }

        private Builder declare(Declaration variable) {
            if (!units.isEmpty()) {
                throw new IllegalArgumentException("the variable " + variable.name()
                        + " must be declared before the definitions, whose UNCHANGED depends on it");
            }
            scope = scope.declare("a variable", variable.name());
            variables.add(variable);
            frame = Frame.over(variables.stream().map(Declaration::name).toList());
            return this;
        }

        /** Defines an operator without parameters as the tuple of all variables. */
        public Builder tupleOfVariables(String operator) {
            List<Expr> names = variables.stream().map(variable -> Tla.name(variable.name())).toList();
            return define(Definition.of(operator, Tla.tuple(names)));
        }

        /** A line across the page, and a heading below it. */
        public Builder section(String heading) {
            units.add(new Heading(heading));
            return this;
        }

        /** A comment that stands by itself. */
        public Builder remark(String text) {
            units.add(new Remark(text));
            return this;
        }

        /** {@code ASSUME condition}. */
        public Builder assume(Expr condition) {
            scope.check(condition);
            units.add(new Assumption(condition));
            return this;
        }

        /** {@code RECURSIVE operator(_, _)}: the operator may be used before it is defined. */
        public Builder recursive(String operator, int parameters) {
            scope = scope.operator("an operator", operator, parameters);
            announced.add(operator);
            units.add(new Recursive(operator, parameters));
            return this;
        }

        /**
         * An operator. If it is an action, those of its alternatives (branches of IF and CASE, disjuncts) that do not
         * write what others do get an UNCHANGED; what none of them writes is left to the action that calls it.
         *
         * @throws IllegalArgumentException if it writes a variable twice, if it primes what is no variable, or if it
         *     uses a name that is not known here, is given other arguments than it takes, or is bound already
         */
        public Builder define(Definition definition) {
            return together(definition);
        }

        /** {@code name == body}; see {@link #define(Definition)}. */
        public Builder define(String operator, Expr body) {
            return define(Definition.of(operator, body));
        }

        /** Operators on neighbouring lines; see {@link #define(Definition)}. */
        public Builder together(Definition... definitions) {
            return group(List.of(List.of(definitions)), Alignment.RAGGED);
        }

        /** Operators on neighbouring lines whose {@code ==} stand in one column; see {@link #define(Definition)}. */
        public Builder aligned(Definition... definitions) {
            return aligned(List.of(List.of(definitions)));
        }

        /** Paragraphs of operators whose {@code ==} stand in one column; see {@link #define(Definition)}. */
        public Builder aligned(List<List<Definition>> paragraphs) {
            return group(paragraphs, Alignment.ALIGNED);
        }

        private Builder group(List<List<Definition>> paragraphs, Alignment alignment) {
            List<List<Definition>> complete = new ArrayList<>();
            for (List<Definition> paragraph : paragraphs) {
                List<Definition> definitions = new ArrayList<>();
                for (Definition definition : paragraph) {
                    definitions.add(know(frame.complete(definition)));
                }
                complete.add(definitions);
            }
            units.add(new Definitions(complete, alignment));
            return this;
        }

        /**
         * An action: its alternatives are completed as in {@link #define(Definition)}, and all variables that it does
         * not write are unchanged.
         *
         * @throws IllegalArgumentException as {@link #define(Definition)} does, if it writes where one can't tell
         *     whether it does (as in {@code p => x' = 1}), and if it reads {@code x'} before it writes it, which TLC
         *     can't evaluate
         */
        public Builder action(Action action) {
            Definition closed = know(frame.close(action.asDefinition()));
            units.add(new Definitions(List.of(List.of(closed)), Alignment.RAGGED));
            return this;
        }

        /** The variables that an operator defined so far writes, in the order of their declaration. */
        public Set<String> writes(String operator) {
            return new LinkedHashSet<>(frame.writes(operator));
        }

        private Definition know(Definition definition) {
            scope = announced.remove(definition.name()) ? scope.complete(definition) : scope.define(definition);
            frame = frame.with(definition);
            return definition;
        }

        /**
         * The module.
         *
         * @throws IllegalArgumentException if an operator that was announced as recursive is not defined
         */
        public Module build() {
            if (!announced.isEmpty()) {
                throw new IllegalArgumentException("RECURSIVE announces " + String.join(", ", new TreeSet<>(announced))
                        + ", but there is no definition");
            }
            return new Module(name, header, extended, constants, variables, units);
        }
    }
}
