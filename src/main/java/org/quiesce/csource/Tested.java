package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTDoStatement;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTForStatement;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTIfStatement;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.eclipse.cdt.core.dom.ast.IASTStatement;
import org.eclipse.cdt.core.dom.ast.IASTSwitchStatement;
import org.eclipse.cdt.core.dom.ast.IASTWhileStatement;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Place.Variable;

/** The variables that decide where control goes: all that conditions read, and all that these were set to. */
final class Tested {

    private final Places places;
    private final Set<IBinding> variables = new HashSet<>();
    /** What variables are set to, of which it is not known yet whether they decide something. */
    private final Map<IBinding, List<IASTExpression>> values = new HashMap<>();

    Tested(CModule module, Places places) {
        this.places = places;
        module.functions().values().forEach(function -> function.accept(new ASTVisitor() {
            {
                shouldVisitStatements = true;
                shouldVisitExpressions = true;
                shouldVisitDeclarators = true;
            }

            @Override
            public int visit(IASTDeclarator declarator) {
                CModule.value(declarator).filter(IASTExpression.class::isInstance).ifPresent(value ->
                        set(Optional.ofNullable(declarator.getName().resolveBinding()), (IASTExpression) value));
                return PROCESS_CONTINUE;
            }

            @Override
            public int visit(IASTStatement statement) {
                condition(statement);
                return PROCESS_CONTINUE;
            }

            @Override
            public int visit(IASTExpression expression) {
                if (expression instanceof IASTConditionalExpression choice) {
                    reads(choice.getLogicalConditionExpression());
                } else if (expression instanceof IASTBinaryExpression binary) {
                    binary(binary);
                } else if (Ast.callee(expression).filter(CallTable::takesCondition).isPresent()) {
                    reads(expression);
                } else if (expression instanceof IASTFunctionCallExpression call
                        && Ast.callee(call).flatMap(module::function).isPresent()) {
                    // It may decide something in the function that it is given to.
                    Ast.arguments(call).forEach(Tested.this::reads);
                }
                return PROCESS_CONTINUE;
            }
        }));
        boolean grows = true;
        while (grows) {
            List<IBinding> deciding = values.keySet().stream().filter(variables::contains).toList();
            deciding.forEach(variable -> values.remove(variable).forEach(this::reads));
            grows = !deciding.isEmpty();
        }
    }

    private void binary(IASTBinaryExpression binary) {
        int operator = binary.getOperator();
        if (operator == IASTBinaryExpression.op_logicalAnd || operator == IASTBinaryExpression.op_logicalOr) {
            reads(binary.getOperand1());
        } else if (Ast.isStore(operator)) {
            set(variable(binary.getOperand1()), binary.getOperand2());
        }
    }

    private void set(Optional<IBinding> variable, IASTExpression value) {
        variable.ifPresent(v -> values.computeIfAbsent(v, x -> new ArrayList<>()).add(value));
    }

    private Optional<IBinding> variable(IASTExpression expression) {
        return places.of(expression, Scope.nowhere()).filter(Variable.class::isInstance).map(place -> ((Variable) place).binding());
    }

    private void condition(IASTStatement statement) {
        if (statement instanceof IASTIfStatement branch) {
            reads(branch.getConditionExpression());
        } else if (statement instanceof IASTWhileStatement loop) {
            reads(loop.getCondition());
        } else if (statement instanceof IASTDoStatement loop) {
            reads(loop.getCondition());
        } else if (statement instanceof IASTForStatement loop) {
            reads(loop.getConditionExpression());
        } else if (statement instanceof IASTSwitchStatement choice) {
            reads(choice.getControllerExpression());
        } else if (statement instanceof IASTReturnStatement exit) {
            // A function that says what a variable is is asked in a condition.
            reads(exit.getReturnValue());
        }
    }

    private void reads(IASTNode condition) {
        if (condition != null) {
            Ast.expressions(condition, e -> variable(e).ifPresent(variables::add));
        }
    }

    boolean contains(IBinding variable) {
        return variables.contains(Instance.declared(variable));
    }
}
