package org.quiesce.csource;

import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Program.Sleeping;

/**
 * Flags of the page allocator, a {@code gfp_t}: who allocates may sleep if {@code __GFP_DIRECT_RECLAIM} is among them
 * (include/linux/gfp_types.h).
 */
final class AllocationFlags {

    /** What types that hold such flags are called. */
    static final String TYPE = "gfp_t";

    private static final Set<String> SLEEPING = Set.of("GFP_KERNEL", "GFP_KERNEL_ACCOUNT", "GFP_USER", "GFP_HIGHUSER",
            "GFP_HIGHUSER_MOVABLE", "GFP_NOIO", "GFP_NOFS", "GFP_TRANSHUGE", "__GFP_DIRECT_RECLAIM", "__GFP_RECLAIM");
    private static final Set<String> ATOMIC = Set.of("GFP_ATOMIC", "GFP_NOWAIT", "GFP_DMA", "GFP_DMA32",
            "GFP_TRANSHUGE_LIGHT");

    private AllocationFlags() {}

    /** Whether they let who allocates sleep; empty if that is unknown. */
    static Optional<Sleeping> of(IASTExpression written, Scope scope) {
        IASTExpression flags = Ast.bare(written);
        if (flags instanceof IASTBinaryExpression binary && binary.getOperator() == IASTBinaryExpression.op_binaryOr) {
            return either(of(binary.getOperand1(), scope), of(binary.getOperand2(), scope));
        } else if (flags instanceof IASTBinaryExpression binary && binary.getOperator() == IASTBinaryExpression.op_binaryAnd
                && Ast.isUnary(Ast.bare(binary.getOperand2()), IASTUnaryExpression.op_tilde)) {
            Optional<Sleeping> without = of(((IASTUnaryExpression) Ast.bare(binary.getOperand2())).getOperand(), scope);
            return without.equals(Optional.of(Sleeping.ALLOWED)) ? Optional.of(Sleeping.FORBIDDEN)
                    : without.flatMap(w -> of(binary.getOperand1(), scope));
        } else if (flags instanceof IASTConditionalExpression choice && choice.getPositiveResultExpression() != null) {
            Optional<Sleeping> one = of(choice.getPositiveResultExpression(), scope);
            return one.equals(of(choice.getNegativeResultExpression(), scope)) ? one : Optional.empty();
        } else if (flags instanceof IASTIdExpression id) {
            return named(id, scope);
        }
        return Ast.isNull(flags) ? Optional.of(Sleeping.FORBIDDEN) : Optional.empty();
    }

    private static Optional<Sleeping> either(Optional<Sleeping> one, Optional<Sleeping> other) {
        Optional<Sleeping> sleeps = Optional.of(Sleeping.ALLOWED);
        return one.equals(sleeps) || other.equals(sleeps) ? sleeps : one.flatMap(o -> other);
    }

    private static Optional<Sleeping> named(IASTIdExpression id, Scope scope) {
        String name = id.getName().toString();
        if (SLEEPING.contains(name)) {
            return Optional.of(Sleeping.ALLOWED);
        } else if (ATOMIC.contains(name) || name.startsWith("__GFP_")) {
            return Optional.of(Sleeping.FORBIDDEN);
        }
        Optional<IBinding> variable = Ast.named(id);
        return variable.filter(v -> !scope.isDoubtful(v)).flatMap(scope::alias)
                .filter(Place.Flags.class::isInstance)
                .flatMap(place -> ((Place.Flags) place).sleeping());
    }
}
