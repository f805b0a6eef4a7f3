package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;

/**
 * Memory that a function replaces by a new piece while it still has the old one: what the pointer was is kept in a local
 * variable, or the new piece is there before the old one is freed.
 */
final class Replacements {

    private final CModule module;
    private final Places places;
    private final Function<IASTExpression, Optional<IBinding>> direct;
    private final Set<IBinding> found = new HashSet<>();

    // What was met so far of one function.
    /** The local variables that took the value of shared pointers. */
    private final Map<IBinding, Set<IBinding>> kept = new HashMap<>();
    private final Set<IBinding> allocated = new HashSet<>();
    /** Shared pointers whose memory was freed while there was a new piece. */
    private final Set<IBinding> freed = new HashSet<>();

    private Replacements(CModule module, Places places, Function<IASTExpression, Optional<IBinding>> direct) {
        this.module = module;
        this.places = places;
        this.direct = direct;
    }

    /** @param direct the variable or field that an expression names without a detour */
    static Set<IBinding> of(CModule module, Places places, Function<IASTExpression, Optional<IBinding>> direct) {
        Replacements all = new Replacements(module, places, direct);
        module.functions().values().forEach(function -> {
            all.kept.clear();
            all.allocated.clear();
            all.freed.clear();
            function.accept(new StoreVisitor() {
                @Override
                void declared(IBinding variable, IASTExpression value) {
                    all.stored(variable, value);
                }

                @Override
                void assigned(IASTExpression to, IASTExpression value) {
                    direct.apply(to).ifPresent(variable -> all.stored(variable, value));
                }

                @Override
                void called(IASTFunctionCallExpression call) {
                    all.called(call);
                }
            });
        });
        return all.found;
    }

    private void stored(IBinding to, IASTExpression value) {
        Optional<IBinding> from = direct.apply(value);
        if (Places.isLocal(to)) {
            if (isNew(value)) {
                allocated.add(to);
            }
            from.filter(f -> !Places.isLocal(f)).ifPresent(f -> kept.computeIfAbsent(f, x -> new HashSet<>()).add(to));
        } else if (isNew(value) && kept.containsKey(to)) {
            places.memory(to).ifPresent(found::add);
        } else if (from.filter(allocated::contains).isPresent()) {
            boolean hasOther = kept.getOrDefault(to, Set.of()).stream().anyMatch(old -> !old.equals(from.get()));
            if (hasOther || freed.contains(to)) {
                places.memory(to).ifPresent(found::add);
            }
        }
    }

    /** Whether it is an allocation, or a function of the file returns what it has allocated. */
    private boolean isNew(IASTExpression value) {
        boolean isReturned = Yielded.by(module, value).isPresent();
        return Yielded.values(module, value).stream().anyMatch(v -> Allocations.isOne(v)
                || isReturned && Ast.named(v).filter(Places::isLocal).flatMap(places::memory).isPresent());
    }

    private void called(IASTFunctionCallExpression call) {
        if (!allocated.isEmpty()) {
            Allocations.freed(call).flatMap(direct).filter(pointer -> !Places.isLocal(pointer)).ifPresent(freed::add);
        }
        List<IASTExpression> arguments = Ast.arguments(call);
        boolean exchanges = Ast.callee(call).filter(Stores.EXCHANGES::contains).isPresent() && arguments.size() == 2;
        if (exchanges && !Ast.isNull(arguments.get(1))) {
            direct.apply(CModule.withoutAddress(arguments.get(0))).flatMap(places::memory).ifPresent(found::add);
            direct.apply(arguments.get(1)).flatMap(places::memory).ifPresent(found::add);
        }
    }
}
