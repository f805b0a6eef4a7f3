package org.quiesce.csource;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpressionList;
import org.eclipse.cdt.core.dom.ast.IASTForStatement;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTWhileStatement;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Value;

/**
 * Follows the indices of arrays that hold threads, or what they share, by their values: loops over such an array are
 * unrolled, up to the bound. Where paths have come together an index has no known value; there it is a local variable of
 * the program, if the code asks for it.
 */
final class Counting {


    private static final Pattern OVER_CPUS = Pattern.compile("for_each_(?:\\w+_)?cpu\\w*");

    private final Translation in;

    Counting(Translation in) {
        this.in = in;
    }

    private int bound() {
        return in.module().bounds().instances();
    }

    private Optional<IBinding> index(IASTExpression expression) {
        return Ast.named(expression).filter(in.module().indices()::isIndex);
    }

    // ---- stores

    /** An index is assigned to; false if it is none. */
    boolean assigned(IASTExpression to, IASTExpression value, int line) {
        Optional<IBinding> index = index(to);
        index.ifPresent(i -> set(i, value, line));
        return index.isPresent();
    }

    void set(IBinding index, IASTExpression value, int line) {
        Optional<Integer> number = in.module().indices().isLimit(index) ? limit(value) : startOfLoop(value);
        if (number.isEmpty()) {
            in.effects().run(value);
            number = in.running().scope().number(value);
        }
        if (number.isPresent()) {
            is(index, number.get(), line);
        } else {
            unknown(index, value, line);
        }
    }

    /** A parameter that is an index gets an argument. */
    void pass(IBinding parameter, IASTExpression argument, Scope scope) {
        in.effects().run(argument);
        scope.bind(parameter);
        int line = Ast.line(argument);
        Optional<Integer> number = in.module().indices().isLimit(parameter)
                ? limit(argument)
                : in.running().scope().number(argument);
        Translation.Activation callee = new Translation.Activation(scope, Optional.empty(), Optional.empty(), null);
        in.within(callee, () -> {
            if (number.isPresent()) {
                is(parameter, number.get(), line);
            } else {
                unknown(parameter, argument, line);
            }
            return null;
        });
    }

    private void is(IBinding index, int number, int line) {
        in.running().scope().is(index, number);
        in.localNumber(index).ifPresent(local -> in.out().set(line, local, number));
    }

    /** Nothing is known of the value but that it is the number of an element: it may be any, if the code asks for it. */
    private void unknown(IBinding index, IASTExpression value, int line) {
        in.running().scope().forget(index);
        in.localNumber(index).ifPresent(local -> {
            in.abstracted(Kind.CHOICE, line, "'" + Ast.text(value) + "' may be the number of any element");
            choose(0, bound(), number -> Conditions.chance(Ast.text(value) + " is " + number), line,
                    number -> in.out().set(line, local, number));
        });
    }

    private void choose(int number, int most, IntFunction<Condition> is, int line, IntConsumer then) {
        if (number + 1 >= most) {
            then.accept(number);
        } else {
            in.out().branch(line, is.apply(number), () -> then.accept(number),
                    () -> choose(number + 1, most, is, line, then));
        }
    }

    /** {@code index++}, and the like; false if it is none. */
    boolean counted(IASTExpression operand, int by, int line) {
        Optional<IBinding> index = index(operand);
        if (index.isEmpty()) {
            return false;
        }
        Optional<Integer> before = in.running().scope().number(operand);
        if (before.isPresent()) {
            is(index.get(), before.get() + by, line);
        } else {
            in.localNumber(index.get()).ifPresent(local -> choose(0, bound() + 1, n -> Conditions.equal(local, n), line,
                    number -> in.out().set(line, local, number + by)));
        }
        return true;
    }

    /** What a loop that counts down begins with: of a number that is not known the bound is taken. */
    private Optional<Integer> startOfLoop(IASTExpression value) {
        IASTNode node = value.getParent();
        while (node instanceof IASTExpression) {
            node = node.getParent();
        }
        return node != null && node.getParent() instanceof IASTForStatement loop && loop.getInitializerStatement() == node
                ? limit(value)
                : Optional.empty();
    }

    // ---- limits

    /** A number of elements, of which the bound is taken if there are more, or it is not known how many. */
    private Optional<Integer> limit(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        Optional<Integer> known = in.running().scope().number(expression);
        if (known.isPresent() && !(known.get() > bound())) {
            return known;
        } else if (expression instanceof IASTBinaryExpression binary
                && (binary.getOperator() == IASTBinaryExpression.op_minus
                || binary.getOperator() == IASTBinaryExpression.op_plus)
                && Ast.number(binary.getOperand2()).isPresent()) {
            int sign = binary.getOperator() == IASTBinaryExpression.op_plus ? 1 : -1;
            return limit(binary.getOperand1()).map(n -> n + sign * Ast.number(binary.getOperand2()).get());
        }
        boolean isTracked = in.shared(expression)
                .filter(b -> in.module().scalars().role(b) == Scalars.Role.COUNTER)
                .isPresent();
        boolean isOfFile = Ast.callee(expression).flatMap(in.module().file()::function).isPresent();
        if (isTracked || isOfFile || index(expression).isPresent() || in.localNumber(expression).isPresent()) {
            return Optional.empty();
        }
        in.module().bounded(Ast.line(expression), "'" + Ast.text(expression) + "' is taken for " + bound());
        return Optional.of(bound());
    }

    // ---- tests

    /** A test of an index; empty if it is none. */
    Optional<Condition> tested(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        if (index(counter(expression)).isPresent()) {
            Counted value = value(expression);
            return value.number().map(n -> n != 0 ? Conditions.always() : Tests.NEVER)
                    .or(() -> value.local().map(local -> Conditions.notEqual(local, 0)));
        } else if (!(expression instanceof IASTBinaryExpression binary) || !Ast.isComparison(binary.getOperator())) {
            return Optional.empty();
        } else if (index(counter(binary.getOperand1())).isPresent()) {
            return compared(binary.getOperator(), binary.getOperand1(), binary.getOperand2());
        } else if (index(counter(binary.getOperand2())).isPresent()) {
            return compared(Ast.mirrored(binary.getOperator()), binary.getOperand2(), binary.getOperand1());
        }
        return Optional.empty();
    }

    private Optional<Condition> compared(int operator, IASTExpression index, IASTExpression other) {
        boolean isEquality = operator == IASTBinaryExpression.op_equals || operator == IASTBinaryExpression.op_notequals;
        Optional<Integer> limit = isEquality && !isInLoopCondition(other)
                ? in.running().scope().number(other)
                : limit(other);
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        int n = limit.get();
        Counted value = value(index);
        if (value.number().isPresent()) {
            return Optional.of(holds(operator, value.number().get(), n) ? Conditions.always() : Tests.NEVER);
        }
        return value.local().map(local -> switch (operator) {
            case IASTBinaryExpression.op_lessThan -> Conditions.less(local, n);
            case IASTBinaryExpression.op_lessEqual -> Conditions.less(local, n + 1);
            case IASTBinaryExpression.op_greaterThan -> Conditions.not(Conditions.less(local, n + 1));
            case IASTBinaryExpression.op_greaterEqual -> Conditions.not(Conditions.less(local, n));
            case IASTBinaryExpression.op_equals -> Conditions.equal(local, n);
            default -> Conditions.notEqual(local, n);
        });
    }

    private static boolean isInLoopCondition(IASTExpression expression) {
        IASTNode node = expression;
        while (node.getParent() instanceof IASTExpression) {
            node = node.getParent();
        }
        return node.getParent() instanceof IASTForStatement || node.getParent() instanceof IASTWhileStatement;
    }

    private static boolean holds(int operator, int a, int b) {
        return switch (operator) {
            case IASTBinaryExpression.op_lessThan -> a < b;
            case IASTBinaryExpression.op_lessEqual -> a <= b;
            case IASTBinaryExpression.op_greaterThan -> a > b;
            case IASTBinaryExpression.op_greaterEqual -> a >= b;
            case IASTBinaryExpression.op_equals -> a == b;
            default -> a != b;
        };
    }

    /** What is counted in {@code --i}. */
    static IASTExpression counter(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        return by(expression).isPresent() ? ((IASTUnaryExpression) expression).getOperand() : expression;
    }

    private static Optional<Integer> by(IASTExpression expression) {
        return !(expression instanceof IASTUnaryExpression unary) ? Optional.empty() : switch (unary.getOperator()) {
            case IASTUnaryExpression.op_prefixIncr, IASTUnaryExpression.op_postFixIncr -> Optional.of(1);
            case IASTUnaryExpression.op_prefixDecr, IASTUnaryExpression.op_postFixDecr -> Optional.of(-1);
            default -> Optional.empty();
        };
    }

    /**
     * What an expression yields that is an index, or counts one, once that is done.
     *
     * @param number its value, if that is known
     * @param local  the local variable of the program that has it, if not, and if there is one
     */
    private record Counted(Optional<Integer> number, Optional<String> local) {}

    private Counted value(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        int line = Ast.line(expression);
        IBinding index = index(counter(expression)).orElseThrow();
        int by = by(expression).orElse(0);
        boolean isAfter = Ast.isUnary(expression, IASTUnaryExpression.op_prefixIncr)
                || Ast.isUnary(expression, IASTUnaryExpression.op_prefixDecr);
        Optional<Integer> before = in.running().scope().number(counter(expression));
        if (before.isEmpty()) {
            in.module().keep(index);
        }
        Optional<String> local = in.localNumber(index);
        if (before.isEmpty() && local.isPresent() && by != 0 && !isAfter) {
            String was = in.temporary("was");
            in.emit(line, Ops.setLocal(was, Value.of(local.get())));
            local = Optional.of(was);
        }
        if (by != 0) {
            counted(counter(expression), by, line);
        }
        return new Counted(isAfter ? before.map(n -> n + by) : before, local);
    }

    // ---- loops

    /** Whether a loop counts elements, from a number that is known. */
    boolean counts(IASTExpression condition) {
        boolean[] found = new boolean[1];
        if (condition != null) {
            Ast.expressions(condition, e -> found[0] |= index(e).isPresent()
                    && in.running().scope().number(e).isPresent());
        }
        return found[0];
    }

    /** What a loop over all CPUs counts, if elements are told apart by it. */
    Optional<IBinding> cpu(IASTWhileStatement loop) {
        String text = in.module().file().source().text();
        int start = loop.getFileLocation().getNodeOffset();
        boolean isOverCpus = start < text.length()
                && OVER_CPUS.matcher(text).region(start, text.length()).lookingAt();
        IASTExpression counted = loop.getCondition() instanceof IASTExpressionList list
                ? list.getExpressions()[0]
                : loop.getCondition();
        return isOverCpus ? index(counted) : Optional.empty();
    }

    /** Does something for each CPU. */
    void eachCpu(IBinding cpu, int line, Runnable body) {
        in.module().bounded(line, "there are " + bound() + " CPUs");
        for (int i = 0; i < bound(); i++) {
            is(cpu, i, line);
            in.turn(i, body);
        }
    }

    /** What a loop counts is unknown in it, unless it is unrolled. */
    void forget(IASTNode loop) {
        Set<IBinding> changed = new HashSet<>();
        Ast.expressions(loop, e -> {
            if (Ast.isBinary(e, IASTBinaryExpression.op_assign)) {
                index(((IASTBinaryExpression) e).getOperand1()).ifPresent(changed::add);
            } else if (by(e).isPresent()) {
                index(((IASTUnaryExpression) e).getOperand()).ifPresent(changed::add);
            }
        });
        in.out().facts().forgetAll(changed);
    }

    // ---- elements

    /** Does what has to do with an element once for each that it may be, if it is unknown which; false if nothing is. */
    boolean split(IASTNode node, Runnable each) {
        Optional<IASTExpression> unknown = in.module().indices().unknown(node, in.running().scope());
        if (unknown.isEmpty()) {
            return false;
        }
        int line = Ast.line(node);
        IASTExpression index = Ast.bare(unknown.get());
        Scope scope = in.running().scope();
        Optional<IBinding> variable = index(index);
        variable.ifPresent(in.module()::keep);
        Optional<String> local = variable.flatMap(in::localNumber);
        Object known = variable.isPresent() ? variable.get() : Ast.text(index);
        if (local.isEmpty()) {
            in.abstracted(Kind.CHOICE, line, "which element '" + Ast.text(index) + "' is may be any");
        }
        choose(0, bound(), n -> local.map(l -> Conditions.equal(l, n))
                .orElseGet(() -> Conditions.chance(Ast.text(index) + " is " + n)), line, n -> {
                    scope.is(known, n);
                    each.run();
                    scope.forget(known);
                });
        return true;
    }
}
