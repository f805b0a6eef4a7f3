package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTCompoundStatement;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Scalars.Role;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;

/** The conditions of the C as those of a protocol. What has to be done before one is tested is emitted first. */
final class Tests {

    /** Numbers of protocols are smaller. */
    private static final int LARGEST = 4095;

    /** What is true of an error pointer. */
    private static final Set<String> ERRORS = Set.of("IS_ERR", "PTR_ERR_OR_ZERO");

    private static final Condition NEVER = Conditions.not(Conditions.always());

    private final Translation in;

    Tests(Translation in) {
        this.in = in;
    }

    /** The opposite, without saying "not" twice. */
    private static Condition not(Condition condition) {
        return condition instanceof Condition.Not negated ? negated.operand() : Conditions.not(condition);
    }

    /** {@code if (condition) then else otherwise}. */
    void branch(IASTExpression condition, Runnable then, Runnable otherwise) {
        in.out().branch(Ast.line(condition), condition(condition), then, otherwise);
    }

    /** Whether an expression is 0 or 1 and nothing else. */
    static boolean isTruth(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        if (Ast.isUnary(expression, IASTUnaryExpression.op_not)) {
            return true;
        }
        return expression instanceof IASTBinaryExpression binary && switch (binary.getOperator()) {
            case IASTBinaryExpression.op_logicalAnd, IASTBinaryExpression.op_logicalOr, IASTBinaryExpression.op_equals,
                    IASTBinaryExpression.op_notequals, IASTBinaryExpression.op_lessThan,
                    IASTBinaryExpression.op_lessEqual, IASTBinaryExpression.op_greaterThan,
                    IASTBinaryExpression.op_greaterEqual -> true;
            default -> false;
        };
    }

    Condition condition(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        Optional<Integer> number = Ast.number(expression);
        if (number.isPresent()) {
            return number.get() != 0 ? Conditions.always() : NEVER;
        } else if (Ast.isUnary(expression, IASTUnaryExpression.op_not)) {
            return not(condition(((IASTUnaryExpression) expression).getOperand()));
        } else if (expression instanceof IASTBinaryExpression binary) {
            return binary(binary);
        } else if (expression instanceof IASTConditionalExpression choice) {
            return choice(choice);
        } else if (expression instanceof IASTFunctionCallExpression call) {
            return call(call);
        }
        return read(expression);
    }

    // ---- compound

    private Condition binary(IASTBinaryExpression binary) {
        IASTExpression left = binary.getOperand1();
        IASTExpression right = binary.getOperand2();
        return switch (binary.getOperator()) {
            case IASTBinaryExpression.op_logicalAnd -> both(left, right);
            case IASTBinaryExpression.op_logicalOr -> not(neither(left, right));
            case IASTBinaryExpression.op_equals -> equal(binary, left, right);
            case IASTBinaryExpression.op_notequals -> not(equal(binary, left, right));
            case IASTBinaryExpression.op_lessThan -> less(binary, left, right);
            case IASTBinaryExpression.op_greaterEqual -> not(less(binary, left, right));
            case IASTBinaryExpression.op_greaterThan -> less(binary, right, left);
            case IASTBinaryExpression.op_lessEqual -> not(less(binary, right, left));
            case IASTBinaryExpression.op_assign -> {
                in.effects().run(binary);
                yield condition(left);
            }
            default -> chance(binary);
        };
    }

    /** {@code left && right}. */
    private Condition both(IASTExpression left, IASTExpression right) {
        Condition first = condition(left);
        Condition[] second = new Condition[1];
        List<Statement> before = in.out().apart(() -> second[0] = condition(right));
        return before.isEmpty() ? Conditions.and(first, second[0]) : prepared(left, first, before, second[0]);
    }

    /** {@code !(left || right)}. */
    private Condition neither(IASTExpression left, IASTExpression right) {
        Condition first = condition(left);
        Condition[] second = new Condition[1];
        List<Statement> before = in.out().apart(() -> second[0] = condition(right));
        return before.isEmpty()
                ? not(Conditions.or(first, second[0]))
                : prepared(left, not(first), before, not(second[0]));
    }

    /** Both, where something has to be done between the two: told by a local variable. */
    private Condition prepared(IASTExpression at, Condition first, List<Statement> before, Condition second) {
        int line = Ast.line(at);
        String both = in.temporary("both");
        in.out().set(line, both, 0);
        in.out().branch(line, first, () -> {
            in.out().append(before);
            in.out().branch(line, second, () -> in.out().set(line, both, 1), () -> {});
        }, () -> {});
        return Conditions.notEqual(both, 0);
    }

    private Condition choice(IASTConditionalExpression choice) {
        if (choice.getPositiveResultExpression() == null) {
            return not(neither(choice.getLogicalConditionExpression(), choice.getNegativeResultExpression()));
        }
        int line = Ast.line(choice);
        String chosen = in.temporary("chosen");
        branch(choice.getLogicalConditionExpression(),
                () -> truth(choice.getPositiveResultExpression(), chosen, line),
                () -> truth(choice.getNegativeResultExpression(), chosen, line));
        return Conditions.notEqual(chosen, 0);
    }

    /** Stores whether an expression is true. */
    void truth(IASTExpression expression, String local, int line) {
        branch(expression, () -> in.out().set(line, local, 1), () -> in.out().set(line, local, 0));
    }

    // ---- comparisons

    private Condition equal(IASTBinaryExpression whole, IASTExpression left, IASTExpression right) {
        if (Ast.number(left).isPresent()) {
            return Ast.number(right).isPresent() ? chance(whole) : equal(whole, right, left);
        }
        Optional<Integer> number = Ast.number(right);
        if (number.isEmpty()) {
            return chance(whole);
        }
        int n = number.get();
        if (isPointer(left) || isFlag(left)) {
            Condition isSet = condition(left);
            return n == 0 ? not(isSet) : n == 1 ? isSet : NEVER;
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
            return chance(whole);
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
                in.out().branch(line, isCount(counter, n), () -> in.out().set(line, was, 1),
                        () -> in.out().set(line, was, 0));
                in.effects().run(unary);
                return Conditions.notEqual(was, 0);
            }
            default -> {
                return chance(whole);
            }
        }
    }

    private Condition isCount(IASTExpression expression, int n) {
        String counter = counter(expression).orElseThrow();
        return n == 0 ? not(above(expression, counter, 0))
                : n > 0 ? Conditions.and(above(expression, counter, n - 1), not(above(expression, counter, n)))
                : NEVER;
    }

    private Condition less(IASTBinaryExpression whole, IASTExpression left, IASTExpression right) {
        Optional<Integer> bound = Ast.number(right);
        Optional<Integer> from = Ast.number(left);
        if (bound.isPresent() && from.isEmpty()) {
            Optional<String> counter = counter(left);
            if (counter.isPresent()) {
                return bound.get() <= 0 ? NEVER : not(above(left, counter.get(), bound.get() - 1));
            }
            return local(left, bound.get()).map(l -> Conditions.less(l, bound.get())).orElseGet(() -> chance(whole));
        } else if (from.isPresent() && bound.isEmpty()) {
            Optional<String> counter = counter(right);
            if (counter.isPresent()) {
                return from.get() < 0 ? Conditions.always() : above(right, counter.get(), from.get());
            }
            return local(right, from.get())
                    .map(l -> not(Conditions.less(l, from.get() + 1)))
                    .orElseGet(() -> chance(whole));
        }
        return chance(whole);
    }

    /** {@code value == number}, for a case of a switch. */
    Condition isEqual(IASTExpression value, IASTExpression number) {
        Optional<Integer> n = Ast.number(number);
        Optional<String> local = in.localNumber(value);
        if (n.isPresent() && local.isPresent() && Math.abs(n.get()) < LARGEST) {
            return Conditions.equal(local.get(), n.get());
        } else if (n.isPresent() && isFlag(value)) {
            return n.get() == 0 ? not(condition(value)) : n.get() == 1 ? condition(value) : NEVER;
        }
        in.abstracted(Kind.CHOICE, Ast.line(number), "'" + Ast.text(value) + "' may be '" + Ast.text(number) + "', or not");
        return Conditions.chance(Ast.text(value) + " == " + Ast.text(number));
    }

    private boolean isPointer(IASTExpression expression) {
        return in.variable(expression).filter(v -> in.module().places().type(v).pointers() > 0).isPresent()
                && !(Ast.bare(expression) instanceof IASTFunctionCallExpression);
    }

    private boolean isFlag(IASTExpression expression) {
        return in.module().scalars().shared(expression)
                .filter(b -> in.module().scalars().role(b) == Role.FLAG)
                .isPresent();
    }

    private Optional<String> counter(IASTExpression expression) {
        return in.module().scalars().shared(expression)
                .filter(b -> in.module().scalars().role(b) == Role.COUNTER)
                .map(b -> in.module().objects().name(b, SharedObject.Kind.COUNTER));
    }

    /** What is above the most that a counter counts to is never reached. */
    private Condition above(IASTExpression expression, String counter, int bound) {
        int most = in.module().scalars().most(in.module().scalars().shared(expression).orElseThrow());
        return bound >= most ? NEVER : Conditions.above(counter, bound);
    }

    /** The local variable that holds the value of an expression, if it can be kept in one and compared with a number. */
    private Optional<String> local(IASTExpression expression, int number) {
        return Math.abs(number) < LARGEST ? local(expression) : Optional.empty();
    }

    private Optional<String> local(IASTExpression expression) {
        Optional<String> kept = in.localNumber(expression);
        if (kept.isPresent() || !(Ast.bare(expression) instanceof IASTFunctionCallExpression call)) {
            return kept;
        }
        Optional<IASTFunctionDefinition> own = Ast.callee(call).flatMap(in.module().file()::function);
        if (own.isPresent()) {
            String result = in.temporary("ret");
            in.inline(own.get(), call, Optional.of(result));
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
        return Optional.empty();
    }

    // ---- calls

    private Condition call(IASTFunctionCallExpression call) {
        String name = Ast.callee(call).orElse("");
        List<IASTExpression> arguments = Ast.arguments(call);
        if (ERRORS.contains(name) && arguments.size() == 1) {
            return error(call, arguments.get(0));
        } else if (name.equals("IS_ERR_OR_NULL") && arguments.size() == 1) {
            return Conditions.or(not(condition(arguments.get(0))), error(call, arguments.get(0)));
        } else if (in.module().scalars().shared(call).isPresent()) {
            return read(call);
        }
        Optional<IASTFunctionDefinition> own = in.module().file().function(name);
        if (own.isPresent()) {
            return own(own.get(), call);
        }
        if (name.endsWith("_dec_and_test") && arguments.size() == 1) {
            return decrementAndTest(call, CModule.withoutAddress(arguments.get(0)));
        }
        Optional<Meaning> meaning = in.effects().meaning(call);
        if (meaning.isEmpty() || meaning.get() instanceof Meaning.Nothing) {
            return chance(call);
        } else if (meaning.get() instanceof Meaning.Tests tests) {
            return tests.condition();
        } else if (meaning.get() instanceof Meaning.Yields yields) {
            return yields.number() != 0 ? Conditions.always() : NEVER;
        }
        Does does = (Does) meaning.get();
        if (does.operation().result() == Result.NUMBER) {
            String result = in.temporary("ret");
            in.out().assign(Ast.line(call), result, does.operation());
            return Conditions.notEqual(result, 0);
        }
        in.emit(Ast.line(call), does.operation());
        return does.operation().result() == Result.NOTHING ? NEVER : chance(call);
    }

    /** In a protocol it is two steps. */
    private Condition decrementAndTest(IASTFunctionCallExpression call, IASTExpression number) {
        if (counter(number).isEmpty()) {
            return chance(call);
        }
        in.abstracted(Kind.CHOICE, Ast.line(call),
                "something else may come between the two halves of '" + Ast.text(call) + "'");
        in.effects().run(call);
        return isCount(number, 0);
    }

    /** A function that only returns an expression is that expression. */
    private Condition own(IASTFunctionDefinition function, IASTFunctionCallExpression call) {
        Optional<IASTExpression> returned = onlyReturn(function);
        Optional<Scope> scope = returned.isPresent() && !in.running().scope().isRunning(Registrations.name(function))
                ? in.onlyPointers(function, Ast.arguments(call))
                : Optional.empty();
        if (scope.isPresent()) {
            in.module().running().add(Registrations.name(function));
            Condition condition = in.within(
                    new Translation.Activation(scope.get(), Optional.empty(), Optional.empty(), function),
                    () -> condition(returned.get()));
            return condition instanceof Condition.Chance ? chance(call) : condition;
        }
        String result = in.temporary("ret");
        in.inline(function, call, Optional.of(result));
        return Conditions.notEqual(result, 0);
    }

    private static Optional<IASTExpression> onlyReturn(IASTFunctionDefinition function) {
        if (!(function.getBody() instanceof IASTCompoundStatement body)) {
            return Optional.empty();
        }
        IASTStatement[] statements = body.getStatements();
        return statements.length == 1 && statements[0] instanceof IASTReturnStatement exit
                ? Optional.ofNullable(exit.getReturnValue())
                : Optional.empty();
    }

    private Condition error(IASTFunctionCallExpression call, IASTExpression argument) {
        Optional<IBinding> variable = in.variable(argument);
        CType type = variable.map(in.module().places()::type).orElse(new CType(CType.UNKNOWN, 0, false));
        if (type.is("task_struct")) {
            return Conditions.isErr(in.module().objects().name(variable.get(), SharedObject.Kind.TASK_POINTER));
        } else if (type.is("kthread_worker")) {
            return Conditions.workerErr(in.module().objects().name(variable.get(), SharedObject.Kind.KTHREAD_WORKER));
        }
        return chance(call);
    }

    // ---- reads

    private Condition read(IASTExpression expression) {
        Optional<String> local = in.localNumber(expression);
        if (local.isPresent()) {
            return Conditions.notEqual(local.get(), 0);
        }
        Optional<IBinding> number = in.module().scalars().shared(expression);
        if (number.isPresent()) {
            return number(expression, number.get());
        }
        return in.variable(expression).flatMap(v -> pointer(expression, v)).orElseGet(() -> chance(expression));
    }

    private Condition number(IASTExpression expression, IBinding number) {
        if (!(Ast.bare(expression) instanceof IASTFunctionCallExpression)) {
            in.effects().run(expression);
        }
        return switch (in.module().scalars().role(number)) {
            case FLAG -> Conditions.flag(in.module().objects().name(number, SharedObject.Kind.FLAG));
            case COUNTER -> above(expression, in.module().objects().name(number, SharedObject.Kind.COUNTER), 0);
            case CONSTANT -> in.module().scalars().initially(number) != 0 ? Conditions.always() : NEVER;
            case UNKNOWN -> free(expression);
        };
    }

    private Optional<Condition> pointer(IASTExpression expression, IBinding variable) {
        CType type = in.module().places().type(variable);
        Optional<IBinding> memory = in.module().places().memory(variable);
        in.effects().run(expression);
        if (type.pointers() == 0) {
            return Optional.empty();
        } else if (memory.isPresent()) {
            return Optional.of(not(Conditions.memoryNull(
                    in.module().objects().name(memory.get(), SharedObject.Kind.MEMORY))));
        } else if (type.is("task_struct")) {
            return Optional.of(not(Conditions.isNull(
                    in.module().objects().name(variable, SharedObject.Kind.TASK_POINTER))));
        } else if (type.is("workqueue_struct")) {
            return Optional.of(not(Conditions.queueNull(
                    in.module().objects().name(variable, SharedObject.Kind.WORKQUEUE))));
        }
        return Optional.empty();
    }

    /** Nothing is known of it: it may be either, once what it does is done. */
    private Condition chance(IASTExpression expression) {
        if (!(expression instanceof IASTFunctionCallExpression)) {
            in.effects().run(expression);
        }
        return free(expression);
    }

    private Condition free(IASTExpression expression) {
        in.abstracted(Kind.CHOICE, Ast.line(expression), "'" + Ast.text(expression) + "' may be either");
        return Conditions.chance(Ast.text(expression));
    }
}
