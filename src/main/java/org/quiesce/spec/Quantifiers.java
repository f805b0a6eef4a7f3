package org.quiesce.spec;

import java.util.List;
import java.util.function.Function;
import org.quiesce.protocol.Program;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Claims about contexts. */
record Quantifiers(Facts facts, Kernel kernel) {

    /** A claim about each of these contexts; without a quantifier if there is but one. */
    Expr every(String variable, List<String> contexts, Function<Expr, Expr> claim) {
        if (contexts.isEmpty()) {
            return Tla.TRUE;
        }
        return contexts.size() == 1
                ? claim.apply(Tla.name(contexts.get(0)))
                : Tla.forAll(variable, facts.setOf(contexts, kernel), claim.apply(Tla.name(variable)));
    }

    /** That something is so of one of these contexts. */
    Expr some(String variable, List<String> contexts, Function<Expr, Expr> claim) {
        return contexts.size() == 1
                ? claim.apply(Tla.name(contexts.get(0)))
                : Tla.exists(variable, facts.setOf(contexts, kernel), claim.apply(Tla.name(variable)));
    }

    List<String> threads() {
        return facts.lowered().kthreads();
    }

    List<String> fileOperations() {
        return facts.lowered().programs().stream()
                .filter(p -> p.program() instanceof Program.FileOperation)
                .flatMap(p -> p.contexts().stream())
                .toList();
    }
}
