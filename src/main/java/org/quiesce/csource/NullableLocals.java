package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;

/**
 * Local pointers that are NULL or not whatever becomes of the memory: they get NULL somewhere, or the value of a shared
 * pointer that is set to NULL somewhere, as it was when it was read.
 */
final class NullableLocals {

    private final Places places;
    private final Function<IASTExpression, Optional<IBinding>> direct;
    private final Set<IBinding> nullable = new HashSet<>();
    /** The local variables and parameters to which others are copied. */
    private final Map<IBinding, Set<IBinding>> flows = new HashMap<>();

    /** @param direct the variable or field that an expression names without a detour */
    NullableLocals(CModule module, Places places, Function<IASTExpression, Optional<IBinding>> direct) {
        this.places = places;
        this.direct = direct;
        module.functions().values().forEach(function -> function.accept(new StoreVisitor() {
            @Override
            void declared(IBinding variable, IASTExpression value) {
                flow(value, variable);
            }

            @Override
            void assigned(IASTExpression to, IASTExpression value) {
                Ast.named(to).ifPresent(variable -> flow(value, variable));
            }

            @Override
            void called(IASTFunctionCallExpression call) {
                module.passed(call, (parameter, argument) -> flow(argument, parameter));
            }
        }));
        boolean grows = true;
        while (grows) {
            int before = nullable.size();
            flows.forEach((from, to) -> {
                if (nullable.contains(from)) {
                    nullable.addAll(to);
                }
            });
            grows = nullable.size() > before;
        }
    }

    private void flow(IASTExpression written, IBinding to) {
        if (!isPointer(to)) {
            return;
        }
        IASTExpression value = Ast.bare(written);
        if (value instanceof IASTConditionalExpression choice) {
            flow(choice.getNegativeResultExpression(), to);
            Optional.ofNullable(choice.getPositiveResultExpression()).ifPresent(positive -> flow(positive, to));
            return;
        }
        Optional<IBinding> from = Stores.exchanged(value).or(() -> Optional.of(value)).flatMap(direct);
        if (Ast.isNull(value) || from.filter(f -> !Places.isLocal(f) && places.isNulled(f)).isPresent()) {
            nullable.add(to);
        } else {
            from.filter(NullableLocals::isPointer)
                    .ifPresent(f -> flows.computeIfAbsent(f, x -> new HashSet<>()).add(to));
        }
    }

    private static boolean isPointer(IBinding variable) {
        return Places.isLocal(variable) && CType.of(variable).pointers() == 1 && !Places.isTask(variable);
    }

    boolean contains(IBinding local) {
        return nullable.contains(local);
    }
}
