package org.quiesce.csource;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTEqualsInitializer;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Place.Variable;

/** Pointers to files, directories and devices of the kernel: those that are copied to each other are one. */
final class Handles {

    private static final Set<String> TYPES = Set.of("dentry", "proc_dir_entry", "kobject", "device");

    private final Places places;
    private final Map<IBinding, IBinding> same = new HashMap<>();

    Handles(CModule file, Places places) {
        this.places = places;
        file.functions().values().forEach(function -> function.accept(new StoreVisitor() {
            @Override
            void declared(IBinding variable, IASTExpression value) {
                gets(variable, value);
            }

            @Override
            void assigned(IASTExpression to, IASTExpression value) {
                of(to).ifPresent(variable -> gets(variable, value));
            }

            @Override
            void called(IASTFunctionCallExpression call) {
                file.passed(call, Handles.this::gets);
            }
        }));
    }

    private void gets(IBinding variable, IASTExpression value) {
        if (isOne(variable)) {
            of(value).ifPresent(from -> join(variable, from));
        }
    }

    private static boolean isOne(IBinding variable) {
        return TYPES.contains(CType.of(variable).name());
    }

    /** The variable or field that an expression names, if it leads to something of the kind. */
    Optional<IBinding> of(IASTExpression expression) {
        return places.of(expression, Scope.nowhere())
                .filter(Variable.class::isInstance)
                .map(place -> Instance.declared(((Variable) place).binding()))
                .filter(Handles::isOne);
    }

    /** The pointer to which the value of a call is stored. */
    Optional<IBinding> result(IASTFunctionCallExpression call) {
        IASTNode node = call;
        while (node.getParent() instanceof IASTExpression around && Ast.bare(around) == call) {
            node = around;
        }
        if (node.getParent() instanceof IASTBinaryExpression store && Ast.isBinary(store, IASTBinaryExpression.op_assign)) {
            return of(store.getOperand1());
        }
        return node.getParent() instanceof IASTEqualsInitializer value && value.getParent() instanceof IASTDeclarator declarator
                ? Optional.ofNullable(declarator.getName().resolveBinding()).filter(Handles::isOne)
                : Optional.empty();
    }

    private void join(IBinding one, IBinding other) {
        IBinding a = first(one);
        IBinding b = first(other);
        if (!a.equals(b)) {
            same.put(a, b);
        }
    }

    private IBinding first(IBinding handle) {
        IBinding at = handle;
        while (same.containsKey(at)) {
            at = same.get(at);
        }
        return at;
    }

    /** Whether one of some leads to the same as another. */
    boolean areOne(Collection<IBinding> some, IBinding other) {
        return some.stream().anyMatch(one -> first(one).equals(first(other)));
    }
}
