package org.quiesce.tla;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quiesce.tla.Expr.Connective;
import org.quiesce.tla.Expr.Junction;

/**
 * Finds out which variables an action writes, and says of the others that they are unchanged.
 *
 * <p>A variable is written by {@code x' = e}, {@code x' \in S}, {@code UNCHANGED x}, and by calling an operator that
 * writes it. The alternatives of an action (branches of IF and CASE, disjuncts) must all write the same variables: what
 * one of them leaves out, it leaves unchanged.
 */
final class Frame {

    /** An action whose alternatives write the same variables; for each of those, the conjunct that writes it. */
    private record Framed(Expr action, Map<String, Expr> writes) {}

    /** What is known of an operator: what it writes, or why that can't be told; and the variables it is a tuple of. */
    private record Known(Map<String, Expr> writes, Optional<String> obscurity, List<String> tuple) {}

    /** Writes stand where one can't tell whether they happen. */
    private static final class ObscureWrite extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ObscureWrite(String message) {
            super(message);
        }
    }

    private final List<String> variables;
    private final Map<String, Known> operators;

    private Frame(List<String> variables, Map<String, Known> operators) {
        this.variables = List.copyOf(variables);
        this.operators = Map.copyOf(operators);
    }

    /** The frame of a module with these variables and no operators yet. */
    static Frame over(List<String> variables) {
        return new Frame(variables, Map.of());
    }

    /** This frame, knowing an operator more. */
    Frame with(Definition definition) {
        Map<String, Known> more = new LinkedHashMap<>(operators);
        more.put(definition.name(), know(definition));
        return new Frame(variables, more);
    }

    private Known know(Definition definition) {
        List<String> tuple = variablesIn(definition.body());
        try {
            return new Known(frame(definition.body()).writes, Optional.empty(), tuple);
        } catch (ObscureWrite e) {
            return new Known(Map.of(), Optional.of(e.getMessage()), tuple);
        }
    }

    /** The variables that an operator writes, in the order of their declaration; none if it is not known. */
    Set<String> writes(String operator) {
        Set<String> written = new LinkedHashSet<>(variables);
        written.retainAll(Optional.ofNullable(operators.get(operator)).map(Known::writes).orElse(Map.of()).keySet());
        return written;
    }

    /** The variables that an action writes. */
    Set<String> writesOf(Expr action) {
        return frame(action).writes.keySet();
    }

    /**
     * The operator with alternatives that write the same variables. One that is no action stays as it is.
     *
     * @throws IllegalArgumentException if it writes a variable twice
     */
    Definition complete(Definition definition) {
        try {
            return definition.withBody(frame(definition.body()).action);
        } catch (ObscureWrite e) {
            return definition;
        } catch (IllegalArgumentException e) {
            throw in(definition, e);
        }
    }

    /**
     * The operator with UNCHANGED for all variables that it does not write.
     *
     * @throws IllegalArgumentException if it writes a variable twice, or where one can't tell whether it does, or reads
     *     its next value before that
     */
    Definition close(Definition definition) {
        try {
            Expr body = close(frame(definition.body()));
            new Order(this, variables).check(body);
            return definition.withBody(body);
        } catch (ObscureWrite | IllegalArgumentException e) {
            throw in(definition, e);
        }
    }

    private Expr close(Framed framed) {
        List<String> rest = missing(variables, framed);
        if (rest.isEmpty()) {
            return framed.action;
        }
        return framed.action instanceof Junction junction && junction.connective() == Connective.AND
                ? append(junction, rest)
                : Tla.allOf(framed.action, Tla.unchanged(rest));
    }

    private static IllegalArgumentException in(Definition definition, RuntimeException e) {
        return new IllegalArgumentException("in " + definition.name() + ": " + e.getMessage(), e);
    }

    private Framed frame(Expr action) {
        if (action instanceof Junction junction) {
            return junction.connective() == Connective.AND ? conjunction(junction) : disjunction(junction);
        } else if (action instanceof Expr.If choice) {
            requireNoWrites(choice.condition(), action);
            List<Framed> branches = alternatives(List.of(frame(choice.yes()), frame(choice.no())));
            Expr complete = new Expr.If(choice.condition(), branches.get(0).action, branches.get(1).action);
            return writing(complete, branches);
        } else if (action instanceof Expr.Case cases) {
            return cases(cases);
        } else if (action instanceof Expr.Let let) {
            return let(let);
        } else if (action instanceof Expr.Quantified some && some.quantifier() == Expr.Quantifier.EXISTS) {
            Framed body = frame(some.body());
            return new Framed(new Expr.Quantified(some.quantifier(), some.bounds(), body.action), body.writes);
        } else if (action instanceof Expr.Commented commented) {
            Framed inner = frame(commented.expression());
            return new Framed(new Expr.Commented(inner.action, commented.comment()), inner.writes);
        } else if (action instanceof Expr.Parens parens) {
            Framed inner = frame(parens.expression());
            return new Framed(new Expr.Parens(inner.action), inner.writes);
        } else {
            return new Framed(action, simpleWrites(action));
        }
    }

    /** The writes of what has no alternatives inside. */
    private Map<String, Expr> simpleWrites(Expr action) {
        if (isTemporal(action)) {
            return Map.of();
        } else if (action instanceof Expr.Infix infix && isAssignment(infix)) {
            String variable = ((Expr.Name) ((Expr.Prime) infix.left()).operand()).name();
            if (!variables.contains(variable) && !operators.containsKey(variable)) {
                throw new IllegalArgumentException(
                        infix + " writes " + variable + ", which is not a variable of the module");
            }
            requireNoWrites(infix.right(), action);
            return variables.contains(variable) ? Map.of(variable, action) : Map.of();
        } else if (isUnchanged(action)) {
            return unchanged((Expr.Prefix) action);
        } else if (action instanceof Expr.Name name) {
            return called(name.name(), action);
        } else if (action instanceof Expr.Call call) {
            call.arguments().forEach(argument -> requireNoWrites(argument, action));
            return called(call.operator(), action);
        }
        Children.of(action).forEach(child -> requireNoWrites(child, action));
        return Map.of();
    }

    /** Whether it is {@code x' = e} or {@code x' \in S}. */
    static boolean isAssignment(Expr.Infix infix) {
        return (infix.operator() == InfixOperator.EQUAL || infix.operator() == InfixOperator.IN)
                && infix.left() instanceof Expr.Prime prime
                && prime.operand() instanceof Expr.Name;
    }

    /** Whether it is a formula in which nothing is written in the step at hand. */
    static boolean isTemporal(Expr formula) {
        return formula instanceof Expr.Stuttering
                || formula instanceof Expr.Changing
                || formula instanceof Expr.Fair
                || formula instanceof Expr.Infix infix && infix.operator() == InfixOperator.LEADS_TO
                || formula instanceof Expr.Prefix prefix
                        && (prefix.operator() == PrefixOperator.ALWAYS
                                || prefix.operator() == PrefixOperator.EVENTUALLY
                                || prefix.operator() == PrefixOperator.ENABLED);
    }

    private Map<String, Expr> called(String operator, Expr action) {
        Known known = operators.get(operator);
        if (known == null) {
            return Map.of();
        }
        if (known.obscurity.isPresent()) {
            throw new ObscureWrite(operator + ": " + known.obscurity.get());
        }
        Map<String, Expr> writes = new LinkedHashMap<>();
        known.writes.keySet().forEach(variable -> writes.put(variable, action));
        return writes;
    }

    private Map<String, Expr> unchanged(Expr.Prefix unchanged) {
        Map<String, Expr> writes = new LinkedHashMap<>();
        variablesIn(unchanged.operand()).forEach(variable -> writes.put(variable, unchanged));
        return writes;
    }

    private List<String> variablesIn(Expr state) {
        if (state instanceof Expr.Tuple tuple) {
            return tuple.items().stream().flatMap(item -> variablesIn(item).stream()).toList();
        }
        if (state instanceof Expr.Name name) {
            return variables.contains(name.name())
                    ? List.of(name.name())
                    : Optional.ofNullable(operators.get(name.name())).map(Known::tuple).orElse(List.of());
        }
        return List.of();
    }

    private void requireNoWrites(Expr expression, Expr around) {
        Set<String> written = frame(expression).writes.keySet();
        if (!written.isEmpty()) {
            throw new ObscureWrite("one can't tell whether " + String.join(", ", written) + " is written in \"" + around
                    + "\"; writes stand in conjunctions, disjunctions, IF, CASE, LET and \\E only");
        }
    }

    private Framed conjunction(Junction junction) {
        List<Expr> items = new ArrayList<>();
        Map<String, Expr> writes = new LinkedHashMap<>();
        for (Expr item : junction.items()) {
            Framed framed = frame(item);
            items.add(framed.action);
            framed.writes.forEach((variable, writer) -> {
                Expr earlier = writes.putIfAbsent(variable, writer);
                if (earlier != null) {
                    throw new IllegalArgumentException(
                            variable + " is written twice, by \"" + earlier + "\" and by \"" + writer + "\"");
                }
            });
        }
        return new Framed(new Junction(junction.connective(), items, junction.arrangement()), writes);
    }

    private Framed disjunction(Junction junction) {
        List<Framed> framed = alternatives(junction.items().stream().map(this::frame).toList());
        List<Expr> items = framed.stream().map(Framed::action).toList();
        return writing(new Junction(junction.connective(), items, junction.arrangement()), framed);
    }

    private Framed cases(Expr.Case cases) {
        List<Framed> framed = new ArrayList<>();
        for (Expr.Arm arm : cases.arms()) {
            requireNoWrites(arm.condition(), cases);
            framed.add(frame(arm.value()));
        }
        cases.other().ifPresent(other -> framed.add(frame(other)));
        List<Framed> values = alternatives(framed);
        List<Expr.Arm> arms = new ArrayList<>();
        for (Expr.Arm arm : cases.arms()) {
            arms.add(new Expr.Arm(arm.condition(), values.get(arms.size()).action));
        }
        return writing(new Expr.Case(arms, cases.other().map(other -> values.get(arms.size()).action)), values);
    }

    private Framed let(Expr.Let let) {
        Frame inner = this;
        List<Definition> definitions = new ArrayList<>();
        for (Definition definition : let.definitions()) {
            Definition complete = inner.complete(definition);
            definitions.add(complete);
            inner = inner.with(complete);
        }
        Framed body = inner.frame(let.body());
        return new Framed(new Expr.Let(definitions, body.action), body.writes);
    }

    /** An action with these alternatives, which write the same variables. */
    private static Framed writing(Expr action, List<Framed> alternatives) {
        Map<String, Expr> writes = new LinkedHashMap<>();
        for (Framed alternative : alternatives) {
            alternative.writes.keySet().forEach(variable -> writes.put(variable, action));
        }
        return new Framed(action, writes);
    }

    /** The alternatives, each extended to write what any of them writes. */
    private List<Framed> alternatives(List<Framed> alternatives) {
        Map<String, Expr> all = new LinkedHashMap<>();
        alternatives.forEach(alternative -> all.putAll(alternative.writes));
        List<Framed> extended = new ArrayList<>();
        for (Framed alternative : alternatives) {
            List<String> rest = missing(all.keySet(), alternative);
            extended.add(new Framed(rest.isEmpty() ? alternative.action : extend(alternative.action, rest), all));
        }
        return extended;
    }

    /** The action, leaving some more variables unchanged; in its branches rather than beside them. */
    private Expr extend(Expr action, List<String> rest) {
        if (action.equals(Tla.FALSE)) {
            return action;
        } else if (action.equals(Tla.TRUE)) {
            return Tla.unchanged(rest);
        } else if (action instanceof Expr.If choice) {
            return new Expr.If(choice.condition(), extend(choice.yes(), rest), extend(choice.no(), rest));
        } else if (action instanceof Expr.Let let) {
            return new Expr.Let(let.definitions(), extend(let.body(), rest));
        } else if (action instanceof Expr.Commented commented) {
            return new Expr.Commented(extend(commented.expression(), rest), commented.comment());
        } else if (action instanceof Junction junction && junction.connective() == Connective.AND) {
            return append(junction, rest);
        } else if (isUnchanged(action)) {
            return unchanged(action, rest);
        }
        return Tla.and(action, Tla.unchanged(rest));
    }

    /** The conjunction with an UNCHANGED at its end, which takes in one that stands there already. */
    private Expr append(Junction conjunction, List<String> rest) {
        List<Expr> items = new ArrayList<>(conjunction.items());
        int last = items.size() - 1;
        if (isUnchanged(items.get(last))) {
            items.set(last, unchanged(items.get(last), rest));
        } else {
            items.add(Tla.unchanged(rest));
        }
        return new Junction(conjunction.connective(), items, conjunction.arrangement());
    }

    private static boolean isUnchanged(Expr action) {
        return action instanceof Expr.Prefix prefix && prefix.operator() == PrefixOperator.UNCHANGED;
    }

    /** One UNCHANGED that says what this one says, and that the rest is. */
    private Expr unchanged(Expr action, List<String> rest) {
        Set<String> all = new HashSet<>(rest);
        all.addAll(frame(action).writes.keySet());
        return Tla.unchanged(variables.stream().filter(all::contains).toList());
    }

    private List<String> missing(Collection<String> all, Framed framed) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(framed.writes.keySet());
        return variables.stream().filter(rest::contains).toList();
    }
}
