package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTDoStatement;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTForStatement;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTWhileStatement;
import org.eclipse.cdt.core.dom.ast.IBinding;

/**
 * Memory of which there may be several pieces at a time: it is put into a list or a tree, and the turns of a loop allocate
 * it and do not free it, or free it and do not allocate it.
 */
final class SeveralAllocated {

    private static final Pattern COLLECTS =
            Pattern.compile("\\w*list_add\\w*|list_move\\w*|rb_link_node|rb_add\\w*|xa_store|idr_alloc\\w*|radix_tree_insert");

    private final Places places;
    private final Set<IBinding> collected = new HashSet<>();
    private final Map<IBinding, Set<IASTNode>> allocatedIn = new HashMap<>();
    private final Map<IBinding, Set<IASTNode>> freedIn = new HashMap<>();

    private SeveralAllocated(CModule module, Places places) {
        this.places = places;
        module.functions().values().forEach(function -> function.accept(new StoreVisitor() {
            @Override
            void declared(IBinding variable, IASTExpression value) {
                got(module, places.memory(variable), value);
            }

            @Override
            void assigned(IASTExpression to, IASTExpression value) {
                got(module, places.pointee(to), value);
            }

            @Override
            void called(IASTFunctionCallExpression call) {
                if (Ast.callee(call).filter(COLLECTS.asMatchPredicate()).isPresent()) {
                    Ast.arguments(call).forEach(SeveralAllocated.this::collected);
                } else {
                    Allocations.freed(call).flatMap(places::pointee).ifPresent(memory -> loop(call).ifPresent(loop ->
                            freedIn.computeIfAbsent(memory, m -> new HashSet<>()).add(loop)));
                }
            }
        }));
    }

    static Set<IBinding> of(CModule module, Places places) {
        SeveralAllocated all = new SeveralAllocated(module, places);
        Set<IBinding> found = new HashSet<>();
        Stream.of(all.allocatedIn, all.freedIn).forEach(loops -> loops.forEach((memory, in) -> {
            if (all.collected.contains(memory) && !all.allocatedIn.getOrDefault(memory, Set.of()).equals(all.freedIn.getOrDefault(memory, Set.of()))) {
                found.add(memory);
            }
        }));
        return found;
    }

    /** A list gets a field of what it holds, or a pointer to that. */
    private void collected(IASTExpression argument) {
        FreedMemory.through(CModule.withoutAddress(argument)).flatMap(places::pointee)
                .or(() -> places.pointee(argument)).ifPresent(collected::add);
    }

    private void got(CModule module, Optional<IBinding> memory, IASTExpression written) {
        boolean isReturned = Yielded.by(module, written).isPresent();
        Yielded.values(module, written).forEach(value -> {
            if (Allocations.isOne(value)) {
                allocated(memory, written);
            } else if (isReturned) {
                Ast.named(value).flatMap(places::memory).ifPresent(m -> allocated(Optional.of(m), written));
            }
        });
    }

    private void allocated(Optional<IBinding> memory, IASTNode where) {
        memory.ifPresent(m -> loop(where).ifPresent(loop ->
                allocatedIn.computeIfAbsent(m, x -> new HashSet<>()).add(loop)));
    }

    /** The innermost loop around it. */
    private static Optional<IASTNode> loop(IASTNode node) {
        for (IASTNode around = node; around != null; around = around.getParent()) {
            if (around instanceof IASTWhileStatement || around instanceof IASTForStatement || around instanceof IASTDoStatement) {
                return Optional.of(around);
            }
        }
        return Optional.empty();
    }
}
