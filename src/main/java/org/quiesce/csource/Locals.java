package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTCaseStatement;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTSwitchStatement;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Errno;

/** What is done with the numbers that functions keep for themselves. */
final class Locals {

    private final Set<IBinding> read = new HashSet<>();
    private final Set<IBinding> blurred = new HashSet<>();
    private final Set<IBinding> returned = new HashSet<>();
    /** Values on the sides of the bounds that variables are compared with. */
    private final Map<IBinding, Set<Integer>> compared = new HashMap<>();
    /** Numbers to which variables are compared for equality. */
    private final Map<IBinding, Set<Integer>> equal = new HashMap<>();
    /** The variables, parameters of the file's own functions among them, to which others are copied. */
    private final Map<IBinding, Set<IBinding>> flows = new HashMap<>();
    private final CModule module;

    Locals(CModule module) {
        this.module = module;
        module.functions().values().forEach(function -> {
            Ast.expressions(function, this::use);
            function.accept(new ASTVisitor() {
                {
                    shouldVisitStatements = true;
                    shouldVisitDeclarators = true;
                }

                @Override
                public int visit(IASTDeclarator declarator) {
                    CModule.value(declarator).filter(IASTExpression.class::isInstance).ifPresent(value ->
                            flow((IASTExpression) value, Optional.ofNullable(declarator.getName().resolveBinding())));
                    return PROCESS_CONTINUE;
                }

                @Override
                public int visit(IASTStatement statement) {
                    if (statement instanceof IASTReturnStatement exit && exit.getReturnValue() != null) {
                        local(exit.getReturnValue()).ifPresent(returned::add);
                    } else if (statement instanceof IASTCaseStatement one) {
                        switched(one).flatMap(Locals::local).ifPresent(b -> Ast.number(one.getExpression())
                                .ifPresent(n -> equal.computeIfAbsent(b, x -> new TreeSet<>()).add(n)));
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

    /** What the switch around a case decides by. */
    private static Optional<IASTExpression> switched(IASTNode one) {
        return one == null ? Optional.empty()
                : one instanceof IASTSwitchStatement choice ? Optional.of(choice.getControllerExpression())
                : switched(one.getParent());
    }

    private void flow(IASTExpression from, Optional<IBinding> to) {
        if (Ast.bare(from) instanceof IASTConditionalExpression choice) {
            flow(choice.getNegativeResultExpression(), to);
            Optional.ofNullable(choice.getPositiveResultExpression()).ifPresent(positive -> flow(positive, to));
        }
        local(from).ifPresent(b -> to.ifPresent(t -> flows.computeIfAbsent(b, x -> new LinkedHashSet<>()).add(t)));
    }

    private void use(IASTExpression expression) {
        if (expression instanceof IASTFunctionCallExpression call) {
            module.passed(call, (parameter, argument) -> flow(argument, Optional.of(parameter)));
        }
        if (expression instanceof IASTIdExpression id) {
            local(id).filter(b -> !isStoredTo(id)).ifPresent(read::add);
        } else if (expression instanceof IASTUnaryExpression unary) {
            if (Ast.isCount(unary.getOperator()) || unary.getOperator() == IASTUnaryExpression.op_amper) {
                local(unary.getOperand()).ifPresent(blurred::add);
            }
        } else if (expression instanceof IASTBinaryExpression binary) {
            int operator = binary.getOperator();
            if (operator == IASTBinaryExpression.op_assign) {
                flow(binary.getOperand2(), local(binary.getOperand1()));
                // What points into the address of a local variable may change it.
                return;
            } else if (Ast.isStore(operator)) {
                local(binary.getOperand1()).ifPresent(blurred::add);
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
        comparison(binary.getOperand1(), binary.getOperator(), binary.getOperand2());
        comparison(binary.getOperand2(), Ast.mirrored(binary.getOperator()), binary.getOperand1());
    }

    private void comparison(IASTExpression variable, int operator, IASTExpression number) {
        local(variable).ifPresent(b -> Ast.number(number).ifPresent(n -> {
            Set<Integer> values = compared.computeIfAbsent(b, x -> new TreeSet<>());
            switch (operator) {
                case IASTBinaryExpression.op_equals, IASTBinaryExpression.op_notequals ->
                        equal.computeIfAbsent(b, x -> new TreeSet<>()).add(n);
                case IASTBinaryExpression.op_lessThan, IASTBinaryExpression.op_greaterEqual ->
                        values.addAll(n < 1 ? Set.of(Errno.ENODEV.negative()) : Set.of(n - 1, n));
                case IASTBinaryExpression.op_greaterThan, IASTBinaryExpression.op_lessEqual -> values.add(n + 1);
                default -> { }
            }
        }));
    }

    boolean isReturned(IBinding local) {
        return returned.contains(local);
    }

    /** Whether a protocol keeps a local variable: code asks for it, and it has a value that can be told. */
    boolean isKept(IBinding local) {
        return read.contains(local) && !blurred.contains(local) && CType.of(local).isScalar();
    }

    /** A local variable of the C under the name that a program has for it. */
    Target target(String name, IBinding local) {
        return new Target(name, values(local));
    }

    /** The values that tell apart what the code does, for a local variable whose value is unknown. */
    private Set<Integer> values(IBinding local) {
        Set<Integer> values = new TreeSet<>();
        Set<Integer> equals = new TreeSet<>();
        for (IBinding goal : goals(local)) {
            values.addAll(compared.getOrDefault(goal, Set.of()));
            equals.addAll(equal.getOrDefault(goal, Set.of()));
        }
        values.addAll(equals);
        values.removeIf(n -> !Comparisons.isSmall(n));
        values.add(0);
        if (returned.contains(local)) {
            values.add(Errno.ENODEV.negative());
        } else if (values.size() == 1) {
            values.add(1);
        }
        // What is none of those that it is compared with.
        if (!equals.isEmpty() && values.stream().allMatch(n -> n == 0 || equals.contains(n))) {
            values.add(values.stream().mapToInt(n -> n).max().orElse(0) + 1);
        }
        return values;
    }

    /** The variables to which the value of one may get, itself among them. */
    private Set<IBinding> goals(IBinding local) {
        Set<IBinding> found = new LinkedHashSet<>(Set.of(local));
        Deque<IBinding> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            flows.getOrDefault(open.pop(), Set.of()).stream().filter(found::add).forEach(open::push);
        }
        return found;
    }
}
