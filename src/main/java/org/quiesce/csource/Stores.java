package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IField;
import org.eclipse.cdt.core.dom.ast.IVariable;

/** In how many places of a file its variables and fields are set. */
final class Stores {

    /** What stores to a pointer, and yields what was there. */
    static final Set<String> EXCHANGES = Set.of("xchg", "xchg_acquire", "xchg_release", "xchg_relaxed");

    /** What yields that of a variable which a CPU has. */
    private static final Set<String> OF_CPUS = Set.of("per_cpu", "per_cpu_ptr", "this_cpu_ptr");

    private final Map<IBinding, Integer> stores = new HashMap<>();
    /** The same of elements of arrays, and of what each CPU has, all as one. */
    private final Map<IBinding, Integer> ofElements = new HashMap<>();
    /** Variables whose address is taken. */
    private final Set<IBinding> lent = new HashSet<>();

    /** @param direct the variable or field that an expression names without a detour */
    Stores(CModule module, Function<IASTExpression, Optional<IBinding>> direct) {
        module.unit().accept(new ASTVisitor() {
            {
                shouldVisitDeclarators = true;
                shouldVisitExpressions = true;
            }

            @Override
            public int visit(IASTDeclarator declarator) {
                CModule.value(declarator).flatMap(v -> Optional.ofNullable(declarator.getName().resolveBinding()))
                        .ifPresent(Stores.this::add);
                return PROCESS_CONTINUE;
            }

            @Override
            public int visit(IASTExpression expression) {
                if (Ast.isUnary(expression, IASTUnaryExpression.op_amper)) {
                    direct.apply(((IASTUnaryExpression) expression).getOperand()).ifPresent(lent::add);
                } else if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
                    IASTExpression to = ((IASTBinaryExpression) expression).getOperand1();
                    direct.apply(to).ifPresent(Stores.this::add);
                    ofElement(to).flatMap(direct).ifPresent(array -> ofElements.merge(array, 1, Integer::sum));
                } else if (Ast.callee(expression).filter(EXCHANGES::contains).isPresent()) {
                    Ast.arguments((IASTFunctionCallExpression) expression).stream().findFirst()
                            .flatMap(to -> direct.apply(CModule.withoutAddress(to)))
                            .ifPresent(Stores.this::add);
                }
                return PROCESS_CONTINUE;
            }
        });
    }

    /** The array of which an expression is an element, or the variable of which it is what a CPU has. */
    private static Optional<IASTExpression> ofElement(IASTExpression expression) {
        IASTExpression bare = Ast.bare(expression);
        if (bare instanceof IASTArraySubscriptExpression element) {
            return Optional.of(element.getArrayExpression());
        } else if (Ast.isUnary(bare, IASTUnaryExpression.op_star)) {
            return ofElement(((IASTUnaryExpression) bare).getOperand());
        }
        return Ast.callee(bare).filter(OF_CPUS::contains)
                .flatMap(c -> Ast.arguments((IASTFunctionCallExpression) bare).stream().findFirst())
                .map(CModule::withoutAddress);
    }

    /** The pointer of which an expression takes the value, leaving NULL there. */
    static Optional<IASTExpression> exchanged(IASTExpression value) {
        return Ast.callee(Ast.bare(value)).filter(EXCHANGES::contains)
                .map(c -> Ast.arguments((IASTFunctionCallExpression) Ast.bare(value)))
                .filter(arguments -> arguments.size() == 2 && Ast.isNull(arguments.get(1)))
                .map(arguments -> CModule.withoutAddress(arguments.get(0)));
    }

    private void add(IBinding variable) {
        stores.merge(variable, 1, Integer::sum);
    }

    /** Whether a variable, or an element of it, is set in more places than one. */
    boolean isReassigned(IBinding variable) {
        IBinding declared = Instance.declared(variable);
        return stores.getOrDefault(declared, 0) > 1 || ofElements.getOrDefault(declared, 0) > 1;
    }

    /** Whether something in the file is stored to a variable, or its address is taken. */
    boolean isStoredTo(IBinding variable) {
        return stores.containsKey(variable) || lent.contains(variable);
    }

    /**
     * Whether a variable is only read in the file, so that somebody else sets it: a field, or a variable of another file. Of
     * elements of arrays, and of what a pointer to it is given to, that is not known.
     */
    boolean isElsewhere(IBinding variable) {
        return !isStoredTo(variable) && (variable instanceof IField || variable instanceof IVariable known && known.isExtern());
    }
}
