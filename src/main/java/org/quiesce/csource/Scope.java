package org.quiesce.csource;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;

/** One call of a function of the file: what its parameters and local pointers stand for. Each call is one of its own. */
final class Scope {

    private final String function;
    /** The call that called it; empty for the function of a program. */
    private final Optional<Scope> outer;
    /** What is known where control is. */
    private final Supplier<Facts> facts;
    private final Set<IBinding> bound = new HashSet<>();

    private Scope(String function, Optional<Scope> outer, Supplier<Facts> facts) {
        this.function = function;
        this.outer = outer;
        this.facts = facts;
    }

    static Scope of(String function, Supplier<Facts> facts) {
        return new Scope(function, Optional.empty(), facts);
    }

    /** Where nothing is known of any variable. */
    static Scope nowhere() {
        return of("", Facts::none);
    }

    Scope calling(String callee) {
        return new Scope(callee, Optional.of(this), facts);
    }

    /** Whether a function is being run already. */
    boolean isRunning(String name) {
        return function.equals(name) || outer.filter(o -> o.isRunning(name)).isPresent();
    }

    int depth() {
        return outer.map(o -> o.depth() + 1).orElse(0);
    }

    /** A parameter has a value that is known. */
    void bind(IBinding parameter) {
        bound.add(parameter);
    }

    boolean binds(IBinding parameter) {
        return bound.contains(parameter);
    }

    void alias(IBinding variable, Place place) {
        facts.get().standsFor(new Facts.Of(this, variable), place);
    }

    Optional<Place> alias(IBinding variable) {
        return facts.get().place(new Facts.Of(this, variable));
    }

    /** Whether a pointer stands for something else on another path that leads here. */
    boolean isDoubtful(IBinding variable) {
        return facts.get().isDoubtful(new Facts.Of(this, variable));
    }

    // ---- indices

    /** An index, or what stands for one, is that number from now on. */
    void is(Object index, int number) {
        facts.get().is(new Facts.Of(this, index), number);
    }

    void forget(Object index) {
        facts.get().forget(new Facts.Of(this, index));
    }

    /** The number that an expression is known to be. */
    Optional<Integer> number(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        Optional<Integer> literal = Ast.number(expression);
        if (literal.isPresent()) {
            return literal;
        } else if (expression instanceof IASTBinaryExpression binary
                && (binary.getOperator() == IASTBinaryExpression.op_plus
                || binary.getOperator() == IASTBinaryExpression.op_minus)) {
            int sign = binary.getOperator() == IASTBinaryExpression.op_plus ? 1 : -1;
            Optional<Integer> sum = number(binary.getOperand1())
                    .flatMap(a -> number(binary.getOperand2()).map(b -> a + sign * b));
            return sum.or(() -> spelled(expression));
        }
        return Ast.named(expression).flatMap(this::number).or(() -> spelled(expression));
    }

    private Optional<Integer> number(IBinding variable) {
        return facts.get().number(new Facts.Of(this, variable))
                .or(() -> alias(variable).filter(Place.Number.class::isInstance).map(p -> ((Place.Number) p).value()));
    }

    /** What an expression of which nothing else is known was taken to be. */
    private Optional<Integer> spelled(IASTExpression expression) {
        return facts.get().number(new Facts.Of(this, Ast.text(expression)));
    }
}
