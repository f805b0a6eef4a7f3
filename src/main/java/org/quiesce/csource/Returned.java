package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTCompoundStatement;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTIfStatement;
import org.eclipse.cdt.core.dom.ast.IASTReturnStatement;
import org.eclipse.cdt.core.dom.ast.IASTStatement;

/**
 * One place where a function returns that does nothing but decide what.
 *
 * @param when  the condition under which it returns there, if it got so far; empty at its end
 * @param value a number, but at the end
 */
record Returned(Optional<IASTExpression> when, IASTExpression value) {

    /** All of them, in their order; empty if the function does anything else. */
    static List<Returned> decisions(IASTFunctionDefinition function) {
        List<Returned> decisions = new ArrayList<>();
        if (function.getBody() instanceof IASTCompoundStatement body) {
            for (IASTStatement statement : body.getStatements()) {
                Optional<Returned> decision = of(statement);
                if (decision.isEmpty()) {
                    return List.of();
                }
                decisions.add(decision.get());
                if (decision.get().when().isEmpty()) {
                    return decisions;
                }
            }
        }
        return List.of();
    }

    private static Optional<Returned> of(IASTStatement statement) {
        if (statement instanceof IASTIfStatement branch && branch.getElseClause() == null) {
            return value(branch.getThenClause())
                    .filter(value -> Ast.number(value).isPresent())
                    .map(value -> new Returned(Optional.of(branch.getConditionExpression()), value));
        }
        return value(statement).map(value -> new Returned(Optional.empty(), value));
    }

    private static Optional<IASTExpression> value(IASTStatement statement) {
        if (statement instanceof IASTCompoundStatement block && block.getStatements().length == 1) {
            return value(block.getStatements()[0]);
        }
        return statement instanceof IASTReturnStatement exit ? Optional.ofNullable(exit.getReturnValue()) : Optional.empty();
    }
}
