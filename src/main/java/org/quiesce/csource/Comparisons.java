package org.quiesce.csource;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Scalars.Role;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.SharedObject;

/** Comparisons of numbers and pointers with numbers, as conditions of a protocol. */
final class Comparisons {

    /** Numbers of protocols are smaller. */
    private static final int LARGEST = 4095;

    private final Translation in;

    Comparisons(Translation in) {
        this.in = in;
    }

    Condition equal(IASTBinaryExpression whole, IASTExpression left, IASTExpression right) {
        if (Ast.number(left).isPresent()) {
            return Ast.number(right).isPresent() ? in.tests().chance(whole) : equal(whole, right, left);
        }
        Optional<Integer> number = Ast.number(right);
        if (number.isEmpty()) {
            return in.tests().chance(whole);
        }
        int n = number.get();
        if (isPointer(left) || isFlag(left)) {
            Condition isSet = in.tests().condition(left);
            return n == 0 ? Tests.not(isSet) : n == 1 ? isSet : Tests.NEVER;
        }
        Optional<String> counter = counter(left);
        if (counter.isPresent() && n >= 0) {
            return isCount(left, n);
        }
        return local(left, n).map(l -> Conditions.equal(l, n)).orElseGet(() -> counted(whole, left, n));
    }

    /** {@code counter++ == n}, and the like: what is tested is the number before or after. */
    private Condition counted(IASTBinaryExpression whole, IASTExpression left, int n) {
        if (!(Ast.bare(left) instanceof IASTUnaryExpression unary) || counter(unary.getOperand()).isEmpty()) {
            return in.tests().chance(whole);
        }
        IASTExpression counter = unary.getOperand();
        switch (unary.getOperator()) {
            case IASTUnaryExpression.op_prefixIncr, IASTUnaryExpression.op_prefixDecr -> {
                in.effects().run(unary);
                return isCount(counter, n);
            }
            case IASTUnaryExpression.op_postFixIncr, IASTUnaryExpression.op_postFixDecr -> {
                int line = Ast.line(unary);
                String was = in.temporary("was");
                in.out().set(line, was, isCount(counter, n));
                in.effects().run(unary);
                return Conditions.notEqual(was, 0);
            }
            default -> {
                return in.tests().chance(whole);
            }
        }
    }

    Condition isCount(IASTExpression expression, int n) {
        String counter = counter(expression).orElseThrow();
        return n == 0 ? Tests.not(above(expression, counter, 0))
                : n > 0 ? Conditions.and(above(expression, counter, n - 1), Tests.not(above(expression, counter, n)))
                : Tests.NEVER;
    }

    Condition less(IASTBinaryExpression whole, IASTExpression left, IASTExpression right) {
        Optional<Integer> bound = Ast.number(right);
        Optional<Integer> from = Ast.number(left);
        if (bound.isPresent() && isFlag(left)) {
            return atLeast(left, bound.get(), Tests::not);
        } else if (from.isPresent() && isFlag(right)) {
            return atLeast(right, from.get() + 1, UnaryOperator.identity());
        }
        if (bound.isPresent() && from.isEmpty()) {
            Optional<String> counter = counter(left);
            if (counter.isPresent()) {
                return bound.get() <= 0 ? Tests.NEVER : Tests.not(above(left, counter.get(), bound.get() - 1));
            }
            return local(left, bound.get()).map(l -> Conditions.less(l, bound.get())).orElseGet(() -> in.tests().chance(whole));
        } else if (from.isPresent() && bound.isEmpty()) {
            Optional<String> counter = counter(right);
            if (counter.isPresent()) {
                return from.get() < 0 ? Conditions.always() : above(right, counter.get(), from.get());
            }
            return local(right, from.get())
                    .map(l -> Tests.not(Conditions.less(l, from.get() + 1)))
                    .orElseGet(() -> in.tests().chance(whole));
        }
        return in.tests().chance(whole);
    }

    /** That a flag is at least a number, or what is made of that. */
    private Condition atLeast(IASTExpression flag, int number, UnaryOperator<Condition> made) {
        return made.apply(number <= 0 ? Conditions.always() : number == 1 ? in.tests().condition(flag) : Tests.NEVER);
    }

    /** A condition was true: a number that it compares with 0, and that may be one that is just stored, is not 0. */
    void learn(IASTExpression condition) {
        IASTExpression bare = Ast.bare(condition);
        IASTExpression value = bare;
        Facts.Sign sign = Facts.Sign.ANY;
        if (bare instanceof IASTBinaryExpression binary && isZero(binary.getOperand2())) {
            value = Ast.bare(binary.getOperand1());
            switch (binary.getOperator()) {
                case IASTBinaryExpression.op_lessThan -> sign = Facts.Sign.NEGATIVE;
                case IASTBinaryExpression.op_notequals -> { }
                default -> {
                    return;
                }
            }
        }
        Facts.Sign known = sign;
        in.shared(Ast.isBinary(value, IASTBinaryExpression.op_assign) ? ((IASTBinaryExpression) value).getOperand1() : value)
                .ifPresent(number -> in.out().facts().is(number, known));
    }

    private static boolean isZero(IASTExpression expression) {
        return Ast.number(expression).equals(Optional.of(0));
    }

    static boolean isSmall(int number) {
        return Math.abs(number) < LARGEST;
    }

    /**
     * {@code value == number}, for a case of a switch.
     *
     * @param held the local variable that holds the value, if it is no local variable itself
     */
    Condition isEqual(IASTExpression value, Optional<String> held, IASTExpression number) {
        Optional<Integer> n = Ast.number(number);
        Optional<String> local = held.or(() -> in.localNumber(value));
        if (n.isPresent() && local.isPresent() && isSmall(n.get())) {
            return Conditions.equal(local.get(), n.get());
        } else if (n.isPresent() && isFlag(value)) {
            return n.get() == 0 ? Tests.not(in.tests().condition(value)) : n.get() == 1 ? in.tests().condition(value) : Tests.NEVER;
        }
        in.abstracted(Kind.CHOICE, Ast.line(number), "'" + Ast.text(value) + "' may be '" + Ast.text(number) + "', or not");
        return Conditions.chance(Ast.text(value) + " == " + Ast.text(number));
    }

    private boolean isPointer(IASTExpression expression) {
        return in.variable(expression).filter(v -> in.module().places().type(v).pointers() > 0).isPresent()
                && !(Ast.bare(expression) instanceof IASTFunctionCallExpression);
    }

    private boolean isFlag(IASTExpression expression) {
        return in.shared(expression)
                .filter(b -> in.module().scalars().role(b) == Role.FLAG)
                .isPresent();
    }

    Optional<String> counter(IASTExpression expression) {
        return in.shared(expression)
                .filter(b -> in.module().scalars().role(b) == Role.COUNTER)
                .map(b -> in.module().objects().name(b, SharedObject.Kind.COUNTER));
    }

    /** What is above the most that a counter counts to is never reached. */
    Condition above(IASTExpression expression, String counter, int bound) {
        int most = in.module().scalars().most(
                in.shared(expression).orElseThrow(), Users.mostCalls(in.module().bounds()));
        return bound >= most ? Tests.NEVER : Conditions.above(counter, bound);
    }

    /** The local variable that holds the value of an expression, if it can be kept in one and compared with a number. */
    private Optional<String> local(IASTExpression expression, int number) {
        if (!isSmall(number)) {
            return Optional.empty();
        }
        Optional<String> kept = in.localNumber(expression);
        if (kept.isPresent() || !(Ast.bare(expression) instanceof IASTFunctionCallExpression call)) {
            return kept;
        }
        Optional<IASTFunctionDefinition> own = Ast.callee(call).flatMap(in.module().file()::function);
        if (own.isPresent()) {
            String result = in.temporary("ret");
            in.inline(own.get(), call, Optional.of(Target.of(result).comparedWith(number)));
            return Optional.of(result);
        }
        return yielding(call);
    }

    private Optional<String> yielding(IASTFunctionCallExpression call) {
        Optional<Meaning> meaning = in.effects().meaning(call);
        if (meaning.isPresent() && meaning.get() instanceof Does does) {
            if (does.operation().result() == Result.NUMBER) {
                String result = in.temporary("ret");
                in.out().assign(Ast.line(call), result, does.operation());
                return Optional.of(result);
            }
            in.emit(Ast.line(call), does.operation());
        }
        return meaning.filter(Meaning.Held.class::isInstance).map(held -> ((Meaning.Held) held).local());
    }
}
