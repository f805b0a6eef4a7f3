package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Scalars.Role;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Value;

/** Stores to the local variables that a protocol keeps. */
final class Numbers {

    /** Calls that yield one of their arguments, the number of an error, by its position. */
    private static final Map<String, Integer> ERRORS = Map.of("ERR_PTR", 0, "dev_err_probe", 1, "dev_err_ptr_probe", 1);

    private final Translation in;
    private final Effects effects;

    Numbers(Translation in, Effects effects) {
        this.in = in;
        this.effects = effects;
    }

    /** Stores the value of an expression to a local variable that the protocol keeps. */
    void store(Target target, IASTExpression written, int line) {
        IASTExpression value = effects.value(error(written).orElse(written));
        String local = target.name();
        Optional<Value> number = number(value);
        if (number.isPresent()) {
            in.emit(line, Ops.setLocal(local, number.get()));
        } else if (Ast.callee(value).equals(Optional.of("PTR_ERR_OR_ZERO"))) {
            in.tests().branch(value, () -> in.out().set(line, local, ThreadCalls.creationError()),
                    () -> in.out().set(line, local, 0));
        } else if (value instanceof IASTFunctionCallExpression call && in.shared(call).isEmpty()) {
            effects.called(call, Optional.of(target));
        } else if (value instanceof IASTConditionalExpression choice) {
            in.tests().branch(choice.getLogicalConditionExpression(),
                    () -> store(target, positive(choice), line),
                    () -> store(target, choice.getNegativeResultExpression(), line));
        } else if (Tests.isTruth(value) || isTold(value, target)) {
            in.tests().truth(value, local, line);
        } else if (in.shared(value).flatMap(in.out().facts()::sign).isPresent()) {
            effects.run(value);
            notZero(target, in.shared(value).flatMap(in.out().facts()::sign).get(), Ast.text(value), line);
        } else {
            effects.run(value);
            choose(target, Ast.text(written), line);
        }
    }

    /** What was found not to be 0 before is the number of an error, if it was below, and not 0. */
    private void notZero(Target target, Facts.Sign sign, String text, int line) {
        in.abstracted(Kind.ASSUMED, line, "'" + text + "' is still "
                + (sign == Facts.Sign.NEGATIVE ? "below 0" : "not 0") + " where it is read again");
        List<Integer> values = target.values().stream()
                .filter(n -> sign == Facts.Sign.NEGATIVE ? n < 0 : n != 0).sorted().toList();
        choose(target.name(), values.isEmpty() ? List.of(Errno.ENODEV.negative()) : values, text, line);
    }

    /** Whether it is enough to ask if an expression is 0: it is a flag, a counter of which more is not asked, a pointer. */
    private boolean isTold(IASTExpression value, Target target) {
        Optional<Role> role = in.shared(value).map(in.module().scalars()::role);
        return role.isPresent() ? role.get() == Role.FLAG || role.get() == Role.COUNTER && !target.isComparedWithMore()
                : !target.isComparedWithMore() && in.variable(value).filter(v -> CType.of(v).pointers() > 0).isPresent();
    }

    /** In {@code a ?: b} it is what is tested. */
    private static IASTExpression positive(IASTConditionalExpression choice) {
        return choice.getPositiveResultExpression() == null
                ? choice.getLogicalConditionExpression()
                : choice.getPositiveResultExpression();
    }

    /** A number that needs nothing to be done. */
    Optional<Value> number(IASTExpression written) {
        IASTExpression expression = error(written).orElse(written);
        return Ast.number(expression).filter(n -> Math.abs(n) < 4096).map(Value::of)
                .or(() -> in.localNumber(expression).map(Value::of))
                .or(() -> Ast.callee(Ast.bare(expression)).filter(c -> c.equals("PTR_ERR"))
                        .map(c -> Value.of(ThreadCalls.creationError())));
    }

    /** An error pointer is the number of the error, and so is what a message about one yields. */
    private static Optional<IASTExpression> error(IASTExpression written) {
        return Ast.callee(Ast.bare(written)).map(ERRORS::get).flatMap(position -> Ast.arguments(
                (IASTFunctionCallExpression) Ast.bare(written)).stream().skip(position).findFirst());
    }

    /** Any of the values that the code tells apart. */
    void choose(Target target, String text, int line) {
        in.abstracted(Kind.CHOICE, line, "'" + text + "' may yield any value");
        choose(target.name(), List.copyOf(new TreeSet<>(target.values())), text, line);
    }

    private void choose(String local, List<Integer> values, String text, int line) {
        if (values.size() == 1) {
            in.out().set(line, local, values.get(0));
        } else {
            // Of several each is another question: that none is asked twice is told from that.
            String question = values.size() == 2 ? text : text + " == " + values.get(0);
            in.out().branch(line, Conditions.chance(question), () -> in.out().set(line, local, values.get(0)),
                    () -> choose(local, values.subList(1, values.size()), text, line));
        }
    }
}
