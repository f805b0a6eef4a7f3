package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;

/** Which values pointers get: by what is stored to them, given to them as parameters, and returned to them. */
final class PointerFlows {

    private final CModule module;
    private final Function<IASTExpression, Optional<IBinding>> direct;
    /** What each gets that is no pointer itself, and what each is that is one. */
    private final Map<IBinding, List<IASTExpression>> values = new HashMap<>();
    /** The pointers to which others are copied. */
    private final Map<IBinding, Set<IBinding>> flows = new HashMap<>();
    /** Of these, what stands in the same function, or is returned to it. */
    private final Map<IBinding, Set<IBinding>> copies = new HashMap<>();

    /** @param direct the variable or field that an expression names without a detour */
    PointerFlows(CModule module, Function<IASTExpression, Optional<IBinding>> direct) {
        this.module = module;
        this.direct = direct;
        module.functions().values().forEach(function -> function.accept(new StoreVisitor() {
            @Override
            void declared(IBinding variable, IASTExpression value) {
                flow(value, variable, copies);
            }

            @Override
            void assigned(IASTExpression to, IASTExpression value) {
                direct.apply(to).ifPresent(variable -> flow(value, variable, copies));
            }

            @Override
            void called(IASTFunctionCallExpression call) {
                module.passed(call, (parameter, argument) -> flow(argument, parameter, flows));
            }
        }));
        copies.forEach((from, to) -> flows.computeIfAbsent(from, x -> new HashSet<>()).addAll(to));
    }

    private void flow(IASTExpression written, IBinding to, Map<IBinding, Set<IBinding>> into) {
        if (CType.of(to).pointers() != 1) {
            return;
        }
        for (IASTExpression value : Yielded.values(module, written)) {
            if (value instanceof IASTConditionalExpression choice) {
                flow(choice.getNegativeResultExpression(), to, into);
                continue;
            }
            values.computeIfAbsent(to, x -> new ArrayList<>()).add(value);
            Stores.exchanged(value).or(() -> Optional.of(value)).flatMap(direct)
                    .ifPresent(from -> into.computeIfAbsent(from, x -> new HashSet<>()).add(to));
        }
    }

    /**
     * The pointers that may get some values.
     *
     * @param among those that are followed
     */
    Set<IBinding> getting(Predicate<IASTExpression> source, Predicate<IBinding> among) {
        Set<IBinding> found = new HashSet<>();
        values.forEach((to, got) -> {
            if (among.test(to) && got.stream().anyMatch(source)) {
                found.add(to);
            }
        });
        boolean grows = true;
        while (grows) {
            int before = found.size();
            flows.forEach((from, to) -> {
                if (found.contains(from)) {
                    to.stream().filter(among).forEach(found::add);
                }
            });
            grows = found.size() > before;
        }
        return found;
    }

    /** The pointers to which some are copied. */
    Set<IBinding> copiesOf(Set<IBinding> pointers) {
        Set<IBinding> found = new HashSet<>();
        pointers.forEach(pointer -> found.addAll(copies.getOrDefault(pointer, Set.of())));
        return found;
    }

    /** The local variables that a pointer may be a copy of, itself among them. */
    Set<IBinding> localsBehind(IBinding pointer) {
        Set<IBinding> found = new HashSet<>(Set.of(pointer));
        boolean grows = true;
        while (grows) {
            int before = found.size();
            copies.forEach((from, to) -> {
                if (Places.isLocal(from) && to.stream().anyMatch(found::contains)) {
                    found.add(from);
                }
            });
            grows = found.size() > before;
        }
        return found;
    }
}
