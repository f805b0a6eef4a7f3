package org.quiesce.csource;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.ICompositeType;
import org.eclipse.cdt.core.dom.ast.IField;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IQualifierType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;

/**
 * Structs that are cleared or copied as a whole: what that does to those of their fields that are tracked is not followed.
 * Memory that a function has only just allocated is its own, and so is what is on its stack.
 */
final class Copies {

    private static final Pattern WRITES = Pattern.compile("(?:__)?mem(?:set|cpy|move|zero_explicit|set32|set64)|memcpy_and_pad");
    private static final int DEEPEST = 6;

    private final Set<IBinding> tracked;
    /** The struct that is written, by the line. */
    private final Map<Integer, String> found = new TreeMap<>();
    /** What the function that is looked at has allocated. */
    private Set<IBinding> fresh = Set.of();

    private Copies(Set<IBinding> tracked) {
        this.tracked = tracked;
    }

    /**
     * What is written as a whole in some functions, by the line.
     *
     * @param tracked the variables and fields of which something is known
     */
    static Map<Integer, String> in(Collection<IASTFunctionDefinition> functions, Set<IBinding> tracked) {
        Copies copies = new Copies(tracked);
        functions.forEach(copies::of);
        return copies.found;
    }

    private void of(IASTFunctionDefinition function) {
        fresh = new HashSet<>();
        function.accept(new StoreVisitor() {
            @Override
            void declared(IBinding variable, IASTExpression value) {
                allocated(Optional.of(variable), value);
            }

            @Override
            void assigned(IASTExpression to, IASTExpression value) {
                allocated(Ast.named(to), value);
                if (!isOnStack(to)) {
                    written(to, to.getExpressionType());
                }
            }

            @Override
            void called(IASTFunctionCallExpression call) {
                if (Ast.callee(call).filter(WRITES.asMatchPredicate()).isPresent() && !Ast.arguments(call).isEmpty()) {
                    memory(Ast.arguments(call).get(0));
                }
            }
        });
    }

    private void allocated(Optional<IBinding> variable, IASTExpression value) {
        if (Allocations.isOne(value)) {
            variable.ifPresent(fresh::add);
        }
    }

    private void memory(IASTExpression pointer) {
        IASTExpression target = CModule.withoutAddress(pointer);
        boolean isFresh = Ast.named(target).filter(fresh::contains).isPresent();
        if (!isFresh && !isOnStack(target)) {
            IType type = plain(target.getExpressionType());
            written(target, type instanceof IPointerType to ? to.getType() : type);
        }
    }

    /** Whether that is a local variable itself, and nothing that one leads to. */
    private static boolean isOnStack(IASTExpression expression) {
        return Ast.named(expression).filter(b -> Places.isLocal(b) && CType.of(b).pointers() == 0).isPresent();
    }

    private void written(IASTExpression what, IType type) {
        if (plain(type) instanceof ICompositeType struct && holdsTracked(struct, DEEPEST)) {
            found.put(Ast.line(what), Ast.text(what));
        }
    }

    private boolean holdsTracked(ICompositeType struct, int depth) {
        for (IField field : depth == 0 ? new IField[0] : struct.getFields()) {
            if (tracked.contains(field) || plain(field.getType()) instanceof ICompositeType inner && holdsTracked(inner, depth - 1)) {
                return true;
            }
        }
        return false;
    }

    private static IType plain(IType type) {
        if (type instanceof IQualifierType qualified) {
            return plain(qualified.getType());
        }
        return type instanceof ITypedef typedef ? plain(typedef.getType()) : type;
    }
}
