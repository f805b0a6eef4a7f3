package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IBinding;

/** One call of a function of the file: what its parameters and local pointers stand for. Each call is one of its own. */
final class Scope {

    private final String function;
    /** The call that called it; empty for the function of a program. */
    private final Optional<Scope> outer;
    private final Map<IBinding, Place> aliases = new HashMap<>();
    private final Set<IBinding> bound = new HashSet<>();

    private Scope(String function, Optional<Scope> outer) {
        this.function = function;
        this.outer = outer;
    }

    static Scope of(String function) {
        return new Scope(function, Optional.empty());
    }

    Scope calling(String callee) {
        return new Scope(callee, Optional.of(this));
    }

    /** Whether a function is being run already. */
    boolean isRunning(String name) {
        return function.equals(name) || outer.filter(o -> o.isRunning(name)).isPresent();
    }

    int depth() {
        return outer.map(o -> o.depth() + 1).orElse(0);
    }

    /** A parameter has a value that is known. */
    void bind(IBinding parameter) {
        bound.add(parameter);
    }

    boolean binds(IBinding parameter) {
        return bound.contains(parameter);
    }

    void alias(IBinding variable, Place place) {
        aliases.put(variable, place);
    }

    Optional<Place> alias(IBinding variable) {
        return Optional.ofNullable(aliases.get(variable));
    }
}
