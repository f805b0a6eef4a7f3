package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Errno;

/** What is done with the numbers that functions keep for themselves. */
final class Locals {

    /** More values than code tells apart. */
    private static final int MOST = 4;

    private final Set<IBinding> read = new HashSet<>();
    private final Set<IBinding> blurred = new HashSet<>();
    private final Set<IBinding> returned = new HashSet<>();
    private final Map<IBinding, Set<Integer>> compared = new HashMap<>();

    Locals(CModule module) {
        module.functions().values().forEach(function -> {
            Ast.expressions(function, this::use);
            function.accept(new ASTVisitor() {
                {
                    shouldVisitStatements = true;
                }

                @Override
                public int visit(IASTStatement statement) {
                    if (statement instanceof IASTReturnStatement exit && exit.getReturnValue() != null) {
                        local(exit.getReturnValue()).ifPresent(returned::add);
                    }
                    return PROCESS_CONTINUE;
                }
            });
        });
    }

    private static Optional<IBinding> local(IASTExpression expression) {
        return expression == null ? Optional.empty()
                : Ast.named(expression).filter(b -> Places.isLocal(b) && CType.of(b).isScalar());
    }

    private void use(IASTExpression expression) {
        if (expression instanceof IASTIdExpression id) {
            local(id).filter(b -> !isStoredTo(id)).ifPresent(read::add);
        } else if (expression instanceof IASTUnaryExpression unary) {
            switch (unary.getOperator()) {
                case IASTUnaryExpression.op_prefixIncr, IASTUnaryExpression.op_postFixIncr,
                        IASTUnaryExpression.op_prefixDecr, IASTUnaryExpression.op_postFixDecr,
                        IASTUnaryExpression.op_amper -> local(unary.getOperand()).ifPresent(blurred::add);
                default -> { }
            }
        } else if (expression instanceof IASTBinaryExpression binary) {
            int operator = binary.getOperator();
            if (operator >= IASTBinaryExpression.op_multiplyAssign && operator <= IASTBinaryExpression.op_binaryOrAssign) {
                local(binary.getOperand1()).ifPresent(blurred::add);
            } else if (operator == IASTBinaryExpression.op_assign) {
                // What points into the address of a local variable may change it.
                return;
            }
            comparison(binary);
        }
    }

    private static boolean isStoredTo(IASTIdExpression id) {
        return id.getParent() instanceof IASTBinaryExpression assignment
                && assignment.getOperator() == IASTBinaryExpression.op_assign
                && assignment.getOperand1() == id;
    }

    private void comparison(IASTBinaryExpression binary) {
        local(binary.getOperand1()).ifPresent(b -> Ast.number(binary.getOperand2()).ifPresent(n -> {
            Set<Integer> values = compared.computeIfAbsent(b, x -> new TreeSet<>());
            switch (binary.getOperator()) {
                case IASTBinaryExpression.op_equals, IASTBinaryExpression.op_notequals -> values.add(n);
                case IASTBinaryExpression.op_lessThan, IASTBinaryExpression.op_greaterEqual ->
                        values.add(n < 1 ? Errno.ENODEV.negative() : n - 1);
                case IASTBinaryExpression.op_greaterThan, IASTBinaryExpression.op_lessEqual -> values.add(n + 1);
                default -> { }
            }
        }));
    }

    /** Whether a protocol keeps a local variable: code asks for it, and it has a value that can be told. */
    boolean isKept(IBinding local) {
        return read.contains(local) && !blurred.contains(local) && CType.of(local).isScalar();
    }

    /** The values that tell apart what the code does, for a local variable whose value is unknown. */
    Set<Integer> values(IBinding local) {
        Set<Integer> values = new TreeSet<>(compared.getOrDefault(local, Set.of()));
        values.removeIf(n -> Math.abs(n) > 4095);
        while (values.size() > MOST) {
            values.remove(((TreeSet<Integer>) values).last());
        }
        values.add(0);
        if (returned.contains(local)) {
            values.add(Errno.ENODEV.negative());
        } else if (values.size() == 1) {
            values.add(1);
        }
        return values;
    }
}
