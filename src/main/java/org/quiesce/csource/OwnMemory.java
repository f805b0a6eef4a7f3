package org.quiesce.csource;

import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;

/**
 * Memory of which each call of a function has a piece of its own, such as what open() allocates for an open file: a local
 * variable gets it, and no variable of the file does.
 */
final class OwnMemory extends StoreVisitor {

    private final Places places;
    private Optional<IBinding> found = Optional.empty();

    private OwnMemory(Places places) {
        this.places = places;
    }

    /** Such memory that some functions of a file allocate, by the variable that gets it. */
    static Optional<IBinding> of(CModule file, Places places, Set<String> functions) {
        OwnMemory memory = new OwnMemory(places);
        functions.stream().sorted().flatMap(name -> file.function(name).stream())
                .map(IASTFunctionDefinition::getBody).forEach(body -> body.accept(memory));
        return memory.found;
    }

    @Override
    void declared(IBinding variable, IASTExpression value) {
        if (Allocations.isOne(value) && Places.isLocal(places.memory(variable).orElse(variable))) {
            found = found.or(() -> Optional.of(variable));
        }
    }

    @Override
    void assigned(IASTExpression to, IASTExpression value) {
        Ast.named(to).filter(Places::isLocal).ifPresent(variable -> declared(variable, value));
    }

    @Override
    void called(IASTFunctionCallExpression call) {
        // Who calls a function that allocates something has the function among his.
    }
}
