package org.quiesce.csource;

import java.util.List;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;

/**
 * What the parameters of a function of the file get in one call.
 *
 * @param scope the call
 */
record Arguments(Translation in, IASTFunctionDefinition function, Scope scope) {

    /** Of parameters that are given no argument, as the call is from outside, nothing is known but their type. */
    void bind(List<IASTExpression> arguments) {
        for (int i = 0; Translation.parameter(function, i).isPresent(); i++) {
            IBinding parameter = Translation.parameter(function, i).get();
            if (i < arguments.size()) {
                bind(parameter, arguments.get(i));
            } else {
                standFor(parameter);
            }
        }
    }

    private void bind(IBinding parameter, IASTExpression argument) {
        in.give(parameter, argument, scope);
        if (in.module().indices().isIndex(parameter)) {
            in.counting().pass(parameter, argument, scope);
        } else if (!CType.of(parameter).isScalar()) {
            in.effects().pass(parameter, argument, scope);
        } else if (in.module().isKept(parameter)) {
            scope.bind(parameter);
            in.effects().store(in.target(in.local(parameter, scope), parameter), argument, Ast.line(argument));
        } else {
            in.effects().run(argument);
        }
    }

    /** A pointer to a struct of which one is allocated points to that. */
    private void standFor(IBinding parameter) {
        CType type = CType.of(parameter);
        if (type.isPointerToStruct()) {
            in.module().places().memoryOf(type.name())
                    .ifPresent(memory -> scope.alias(parameter, new Place.Variable(memory)));
        }
    }
}
