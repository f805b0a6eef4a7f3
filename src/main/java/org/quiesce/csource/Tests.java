package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;

/** The conditions of the C as those of a protocol. What has to be done before one is tested is emitted first. */
final class Tests {

    /** What is true of an error pointer. */
    private static final Set<String> ERRORS = Set.of("IS_ERR", "PTR_ERR_OR_ZERO");

    static final Condition NEVER = Conditions.not(Conditions.always());

    private final Translation in;

    Tests(Translation in) {
        this.in = in;
    }

    /** Whether a function asks for an error pointer. */
    static boolean isOfErrors(String function) {
        return ERRORS.contains(function) || function.equals("IS_ERR_OR_NULL");
    }

    /** The opposite, without saying "not" twice. */
    static Condition not(Condition condition) {
        return condition instanceof Condition.Not negated ? negated.operand() : Conditions.not(condition);
    }

    /** {@code if (condition) then else otherwise}. */
    void branch(IASTExpression condition, Runnable then, Runnable otherwise) {
        in.out().branch(Ast.line(condition), condition(condition), () -> {
            in.comparisons().learn(condition);
            then.run();
        }, otherwise);
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
        IASTExpression expression = in.effects().value(written);
        Optional<Integer> number = Ast.number(expression);
        Optional<Condition> ofIndex = in.counting().tested(expression);
        if (ofIndex.isPresent()) {
            return ofIndex.get();
        } else if (number.isPresent()) {
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
            case IASTBinaryExpression.op_logicalOr -> either(left, right);
            case IASTBinaryExpression.op_equals -> in.comparisons().equal(binary, left, right);
            case IASTBinaryExpression.op_notequals -> opposite(in.comparisons().equal(binary, left, right));
            case IASTBinaryExpression.op_lessThan -> in.comparisons().less(binary, left, right);
            case IASTBinaryExpression.op_greaterEqual -> opposite(in.comparisons().less(binary, left, right));
            case IASTBinaryExpression.op_greaterThan -> in.comparisons().less(binary, right, left);
            case IASTBinaryExpression.op_lessEqual -> opposite(in.comparisons().less(binary, right, left));
            case IASTBinaryExpression.op_assign -> {
                in.effects().run(binary);
                yield condition(left);
            }
            default -> chance(binary);
        };
    }

    /** What asks for the opposite of a comparison; of a choice it is asked as it is written. */
    private static Condition opposite(Condition comparison) {
        return comparison instanceof Condition.Chance ? comparison : not(comparison);
    }

    /** {@code left && right}. */
    private Condition both(IASTExpression left, IASTExpression right) {
        return both(Ast.line(left), condition(left), () -> condition(right));
    }

    /** {@code left || right}. */
    private Condition either(IASTExpression left, IASTExpression right) {
        return either(Ast.line(left), condition(left), () -> condition(right));
    }

    /** At least one, of which the second is asked for only if the first is false. */
    private Condition either(int line, Condition first, Supplier<Condition> next) {
        Condition[] second = new Condition[1];
        List<Statement> before = in.out().apart(() -> second[0] = next.get());
        if (!before.isEmpty()) {
            return not(prepared(line, not(first), before, not(second[0])));
        }
        return second[0].decided().map(is -> is ? Conditions.always() : first)
                .orElseGet(() -> Conditions.or(first, second[0]));
    }

    /** Both, of which the second is asked for only if the first is true. */
    private Condition both(int line, Condition first, Supplier<Condition> next) {
        Condition[] second = new Condition[1];
        List<Statement> before = in.out().apart(() -> second[0] = next.get());
        if (!before.isEmpty()) {
            return prepared(line, first, before, second[0]);
        }
        return second[0].decided().map(is -> is ? first : NEVER).orElseGet(() -> Conditions.and(first, second[0]));
    }

    /** Both, where something has to be done between the two: told by a local variable. */
    private Condition prepared(int line, Condition first, List<Statement> before, Condition second) {
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
            return either(choice.getLogicalConditionExpression(), choice.getNegativeResultExpression());
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

    // ---- calls

    private Condition call(IASTFunctionCallExpression call) {
        String name = Ast.callee(call).orElse("");
        List<IASTExpression> arguments = Ast.arguments(call);
        if (isOfErrors(name) && arguments.size() == 1 && Ast.bare(arguments.get(0)) instanceof IASTFunctionCallExpression yields
                && in.place(yields).isEmpty()) {
            return errorOf(call, yields);
        } else if (ERRORS.contains(name) && arguments.size() == 1) {
            return error(call, arguments.get(0));
        } else if (name.equals("IS_ERR_OR_NULL") && arguments.size() == 1) {
            return Conditions.or(not(condition(arguments.get(0))), error(call, arguments.get(0)));
        } else if (in.shared(call).isPresent()) {
            return read(call);
        }
        List<IASTFunctionDefinition> own = in.module().called(call);
        if (own.size() == 1 && !in.module().pointers().mayBeAnother(call.getFunctionNameExpression())) {
            return own(own.get(0), call);
        } else if (!own.isEmpty()) {
            String result = in.temporary("ret");
            in.effects().called(call, Optional.of(Target.of(result)));
            return Conditions.notEqual(result, 0);
        }
        if (name.endsWith("_dec_and_test") && arguments.size() == 1) {
            return decrementAndTest(call, CModule.withoutAddress(arguments.get(0)));
        }
        Optional<Condition> named = Places.reads(name) ? Optional.empty() : in.variable(call).flatMap(v -> pointer(call, v));
        if (named.isPresent()) {
            return named.get();
        }
        Optional<Meaning> meaning = in.effects().meaning(call);
        if (meaning.isEmpty() || meaning.get() instanceof Meaning.Nothing) {
            return chance(call);
        } else if (meaning.get() instanceof Meaning.Tests tests) {
            return tests.condition();
        } else if (meaning.get() instanceof Meaning.Yields yields) {
            return yields.number() != 0 ? Conditions.always() : NEVER;
        } else if (meaning.get() instanceof Meaning.Held held) {
            return Conditions.notEqual(held.local(), 0);
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
        Optional<Condition> isLast = in.effects().dropped(number, Ast.line(call));
        if (isLast.isPresent()) {
            return isLast.get();
        } else if (in.comparisons().counter(number).isEmpty()) {
            return chance(call);
        }
        in.abstracted(Kind.CHOICE, Ast.line(call),
                "something else may come between the two halves of '" + Ast.text(call) + "'");
        in.effects().run(call);
        return in.comparisons().isCount(number, 0);
    }

    /** A function that only decides what it returns is that decision. */
    private Condition own(IASTFunctionDefinition function, IASTFunctionCallExpression call) {
        List<Returned> decisions = Returned.decisions(function);
        Optional<Scope> scope = !decisions.isEmpty() && !in.running().scope().isRunning(Registrations.name(function))
                ? in.onlyPointers(function, Ast.arguments(call))
                : Optional.empty();
        if (scope.isPresent()) {
            in.module().running().add(Registrations.name(function));
            Condition condition = in.within(
                    new Translation.Activation(scope.get(), Optional.empty(), Optional.empty(), function),
                    () -> decided(decisions));
            return condition instanceof Condition.Chance ? chance(call) : condition;
        }
        String result = in.temporary("ret");
        in.inline(function, call, Optional.of(Target.of(result)));
        return Conditions.notEqual(result, 0);
    }

    /** What the last of some decisions returns, unless one before it does. */
    private Condition decided(List<Returned> decisions) {
        Returned first = decisions.get(0);
        if (first.when().isEmpty()) {
            return condition(first.value());
        }
        int line = Ast.line(first.value());
        Condition when = condition(first.when().get());
        Supplier<Condition> rest = () -> decided(decisions.subList(1, decisions.size()));
        return Ast.number(first.value()).orElseThrow() != 0 ? either(line, when, rest) : both(line, not(when), rest);
    }

    /** Whether what a call yields is an error, of which nothing is kept. */
    private Condition errorOf(IASTFunctionCallExpression asks, IASTFunctionCallExpression yields) {
        if (Ast.callee(yields).filter(Places::createsThread).isPresent()) {
            return Conditions.isErr(in.effects().created(yields, Ast.line(yields)));
        }
        in.effects().run(yields);
        return chance(asks);
    }

    private Condition error(IASTFunctionCallExpression call, IASTExpression argument) {
        Optional<IBinding> variable = in.variable(argument);
        if (variable.flatMap(in.module().files()::pointedTo).isPresent()) {
            return Conditions.flag(in.module().objects().nulled(variable.get()));
        }
        CType type = variable.map(in.module().places()::type).orElse(new CType(CType.UNKNOWN, 0, false));
        Optional<Condition> made = in.errors().condition(argument);
        if (type.is("task_struct") && !in.module().isUnknownTask(variable.get())) {
            Condition isErr = Conditions.isErr(in.module().objects().name(variable.get(), SharedObject.Kind.TASK_POINTER));
            return made.map(m -> Conditions.or(m, isErr)).orElse(isErr);
        } else if (type.is("kthread_worker")
                || variable.flatMap(in.module().objects()::kind).filter(k -> k == SharedObject.Kind.KTHREAD_WORKER).isPresent()) {
            return Conditions.workerErr(in.module().objects().name(variable.get(), SharedObject.Kind.KTHREAD_WORKER));
        }
        made.ifPresent(m -> in.effects().run(argument));
        return made.orElseGet(() -> chance(call));
    }

    // ---- reads

    /** Whether an expression is a pointer to a function, and none of the structs that it may be in is without one. */
    private boolean isFunction(IASTExpression expression) {
        return in.module().pointers().isNeverNull(expression)
                && in.module().places().memoryOf(
                        CType.of(((IASTFieldReference) Ast.bare(expression)).getFieldOwner().getExpressionType()).name()).isEmpty();
    }

    private Condition read(IASTExpression expression) {
        Optional<String> local = in.localNumber(expression);
        if (local.isPresent()) {
            return Conditions.notEqual(local.get(), 0);
        }
        Optional<IBinding> number = in.shared(expression);
        if (number.isPresent()) {
            return number(expression, number.get());
        }
        if (isFunction(expression)) {
            in.effects().run(expression);
            return Conditions.always();
        }
        return in.variable(expression).flatMap(v -> pointer(expression, v)).orElseGet(() -> chance(expression));
    }

    private Condition number(IASTExpression expression, IBinding number) {
        if (!(Ast.bare(expression) instanceof IASTFunctionCallExpression)) {
            in.effects().run(expression);
        }
        return switch (in.module().scalars().role(number)) {
            case FLAG -> Conditions.flag(in.module().objects().name(number, SharedObject.Kind.FLAG));
            case COUNTER -> in.comparisons().above(expression, in.module().objects().name(number, SharedObject.Kind.COUNTER), 0);
            case CONSTANT -> in.module().scalars().initially(number) != 0 ? Conditions.always() : NEVER;
            case REFERENCES, UNKNOWN -> free(expression);
        };
    }

    /** That a pointer is not NULL, which an error pointer is not. */
    private Optional<Condition> pointer(IASTExpression expression, IBinding variable) {
        Optional<Condition> made = in.errors().condition(expression);
        return notNull(expression, variable).map(is -> made.map(m -> Conditions.or(m, is)).orElse(is));
    }

    private Optional<Condition> notNull(IASTExpression expression, IBinding variable) {
        CType type = in.module().places().type(variable);
        Optional<IBinding> memory = in.module().places().memory(variable);
        in.effects().run(expression);
        if (in.module().files().pointedTo(variable).isPresent()) {
            return Optional.of(not(Conditions.flag(in.module().objects().nulled(variable))));
        } else if (memory.isPresent()) {
            Condition isThere = not(Conditions.memoryNull(
                    in.module().objects().name(memory.get(), SharedObject.Kind.MEMORY)));
            return Optional.of(in.nulled(expression)
                    .map(isNull -> Conditions.and(not(isNull), isThere))
                    .orElse(isThere));
        } else if (in.module().objects().kind(variable).filter(k -> k == SharedObject.Kind.WORKQUEUE).isPresent()) {
            return Optional.of(not(Conditions.queueNull(
                    in.module().objects().name(variable, SharedObject.Kind.WORKQUEUE))));
        } else if (type.pointers() == 0) {
            return Optional.empty();
        } else if (type.is("task_struct") && !in.module().isUnknownTask(variable)) {
            return Optional.of(not(Conditions.isNull(
                    in.module().objects().name(variable, SharedObject.Kind.TASK_POINTER))));
        } else if (type.is("workqueue_struct")) {
            return Optional.of(not(Conditions.queueNull(
                    in.module().objects().name(variable, SharedObject.Kind.WORKQUEUE))));
        }
        return Optional.empty();
    }

    /** Nothing is known of it: it may be either, once what it does is done. */
    Condition chance(IASTExpression expression) {
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
