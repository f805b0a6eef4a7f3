package org.quiesce.csource;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
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
        file.functions().values().forEach(function -> function.accept(new ASTVisitor() {
            {
                shouldVisitExpressions = true;
                shouldVisitDeclarators = true;
            }

            @Override
            public int visit(IASTExpression expression) {
                if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
                    IASTBinaryExpression store = (IASTBinaryExpression) expression;
                    of(store.getOperand1()).ifPresent(to -> of(store.getOperand2()).ifPresent(from -> join(to, from)));
                } else if (expression instanceof IASTFunctionCallExpression call) {
                    Ast.callee(call).flatMap(file::function).ifPresent(callee -> {
                        List<IASTExpression> arguments = Ast.arguments(call);
                        for (int i = 0; i < arguments.size(); i++) {
                            Optional<IBinding> parameter = Translation.parameter(callee, i).filter(Handles::isOne);
                            Optional<IBinding> argument = of(arguments.get(i));
                            parameter.ifPresent(p -> argument.ifPresent(a -> join(p, a)));
                        }
                    });
                }
                return PROCESS_CONTINUE;
            }

            @Override
            public int visit(IASTDeclarator declarator) {
                IBinding variable = declarator.getName().resolveBinding();
                CModule.value(declarator).filter(value -> variable != null && isOne(variable))
                        .filter(IASTExpression.class::isInstance).flatMap(value -> of((IASTExpression) value))
                        .ifPresent(from -> join(variable, from));
                return PROCESS_CONTINUE;
            }
        }));
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
