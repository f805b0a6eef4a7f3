package org.quiesce.csource;

import java.util.HashSet;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
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

/** The variables that decide where control goes: all that conditions read. */
final class Tested {

    private final Places places;
    private final Set<IBinding> variables = new HashSet<>();

    Tested(CModule module, Places places) {
        this.places = places;
        module.functions().values().forEach(function -> function.accept(new ASTVisitor() {
            {
                shouldVisitStatements = true;
                shouldVisitExpressions = true;
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
            Ast.expressions(condition, e -> places.of(e, Scope.nowhere())
                    .filter(Variable.class::isInstance)
                    .ifPresent(place -> variables.add(((Variable) place).binding())));
        }
    }

    boolean contains(IBinding variable) {
        return variables.contains(Instance.declared(variable));
    }
}
