package org.quiesce.csource;

import java.util.HashSet;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;

/** The completions of a file for which somebody may wait, or of which he may ask: of others nobody can tell their counts. */
final class Completions {

    /** They get the address of a completion and neither wait nor tell anybody. */
    private static final Set<String> UNHEARD =
            Set.of("complete", "complete_all", "complete_on_current_cpu", "init_completion", "reinit_completion");

    private final Set<IBinding> heard = new HashSet<>();

    Completions(CModule module, Places places) {
        Ast.expressions(module.unit(), e -> {
            if (!isUnheard(e)) {
                places.of(e, Scope.nowhere()).filter(Place.Variable.class::isInstance)
                        .map(place -> Instance.declared(((Place.Variable) place).binding()))
                        .filter(binding -> CType.of(binding).is("completion"))
                        .ifPresent(heard::add);
            }
        });
    }

    /** Whether an expression, or its address, stands in such a call. */
    private static boolean isUnheard(IASTExpression expression) {
        return expression.getParent() instanceof IASTUnaryExpression address ? isUnheard(address)
                : expression.getParent() instanceof IASTFunctionCallExpression call
                        && Ast.callee(call).filter(UNHEARD::contains).isPresent();
    }

    /** Whether all that is done to a completion is to complete it, under its own name. */
    boolean isUnheard(IBinding completion) {
        return CType.of(completion).is("completion") && CType.of(completion).pointers() == 0 && !Places.isLocal(completion)
                && !heard.contains(Instance.declared(completion));
    }
}
