package org.quiesce.csource;

import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.Kind;

/** Reads and writes of memory of the module: through pointers to it and into it, and by functions that get these. */
final class Uses {

    /** They read or write what their pointers point to, whatever happens. */
    private static final Pattern ACCESS = Pattern.compile("mem(?:set|cpy|move|cmp|chr)|str\\w+|s?c?n?printf|copy_(?:to|from)_user");
    /** They keep a pointer, compare it or print it, and do not look where it leads. */
    private static final Pattern KEEPS = Pattern.compile("kthread_(?:run|create)\\w*|\\w*request_\\w*irq\\w*|\\w*free_irq"
            + "|\\w*set_\\w*data|\\w*drvdata\\w*|async_schedule\\w*|IS_ERR\\w*|PTR_ERR\\w*|ERR_\\w+|WARN\\w*|BUG\\w*|\\w*xchg\\w*|sizeof"
            + "|rcu_\\w+|likely|unlikely|\\w*(?:add_action|init|setup|register|alloc)\\w*|\\w*_null\\w*|READ_ONCE|WRITE_ONCE"
            + "|pr_\\w+|printk\\w*|dev_(?:info|err|warn|dbg|notice|crit)\\w*|netdev_\\w+|\\w*synchronize\\w*|disable_irq\\w*|enable_irq\\w*");

    private final Translation in;

    Uses(Translation in) {
        this.in = in;
    }

    /** What an expression reads or writes. */
    void by(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        if (expression instanceof IASTArraySubscriptExpression element && Ast.isArray(element.getArrayExpression())) {
            by(element.getArrayExpression());
        }
        FreedMemory.through(expression).flatMap(this::pointee).ifPresent(memory -> use(memory, Ast.line(expression)));
    }

    /** The memory that a pointer leads to, perhaps to something within. */
    private Optional<IBinding> pointee(IASTExpression pointer) {
        return in.pointee(pointer).or(() -> in.place(pointer)
                .filter(place -> place instanceof Place.Variable variable && CType.of(variable.binding()).pointers() == 0)
                .flatMap(in.module()::memoryAround));
    }

    void use(IBinding memory, int line) {
        in.emit(line, Ops.use(in.module().objects().name(memory, Kind.MEMORY)));
    }

    /** A function gets a pointer to memory that is freed somewhere: it may look where that leads, unless it is NULL. */
    void argument(String function, IASTExpression argument, int line) {
        if (KEEPS.matcher(function).matches() || Allocations.frees(function) || Allocations.mayFree(function)
                || Allocations.isAllocator(function)) {
            return;
        }
        Optional<IBinding> found = pointee(argument).filter(in.module()::isFreed);
        if (found.isEmpty() || CType.of(Ast.bare(argument).getExpressionType()).isScalar()) {
            return;
        }
        IBinding memory = found.get();
        if (ACCESS.matcher(function).matches()) {
            use(memory, line);
            return;
        }
        Condition noMemory = Conditions.memoryNull(in.module().objects().name(memory, Kind.MEMORY));
        Condition missing = in.nulled(argument).map(isNull -> Conditions.or(isNull, noMemory)).orElse(noMemory);
        if (in.module().calls().meaning(function).isEmpty()) {
            String question = function + "() only keeps '" + Ast.text(argument) + "'";
            in.abstracted(Abstraction.Kind.CHOICE, line, question + ", or looks where it leads");
            missing = Conditions.or(missing, Conditions.chance(question));
        }
        in.out().branch(line, missing, () -> { }, () -> use(memory, line));
    }
}
