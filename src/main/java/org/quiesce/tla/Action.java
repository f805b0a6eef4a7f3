package org.quiesce.tla;

import java.util.List;
import java.util.Optional;

/**
 * An action: what must hold before it, and what it writes. It says nothing of the variables that it leaves alone; the
 * UNCHANGED for them is derived when the action is added to a module ({@link Module.Builder#action}).
 *
 * <pre>{@code
 * Action.of("Worker2",
 *         not(at("asleep", name("worker"))),
 *         call("Go", name("worker"), str("2"), str("3")),
 *         eq(prime("state"), except("state", at(name("worker")), str("INTERRUPTIBLE"))))
 *     .comment("set_current_state(TASK_INTERRUPTIBLE)")
 * }</pre>
 *
 * @param name       its name
 * @param parameters its parameters
 * @param conjuncts  what it is the conjunction of, in the order in which TLC shall evaluate it
 * @param remark     a comment above it
 * @param comment    a comment at the end of its first line
 */
public record Action(
        String name, List<String> parameters, List<Expr> conjuncts, Optional<String> remark, Optional<String> comment) {

    /** @throws IllegalArgumentException if a name can't be written in TLA+ or there are no conjuncts */
    public Action {
        Identifiers.require("action", name);
        parameters = List.copyOf(parameters);
        conjuncts = Lists.some("the conjuncts of " + name, conjuncts);
    }

    /** An action without parameters. */
    public static Action of(String name, Expr... conjuncts) {
        return of(name, List.of(conjuncts));
    }

    /** An action without parameters. */
    public static Action of(String name, List<Expr> conjuncts) {
        return new Action(name, List.of(), conjuncts, Optional.empty(), Optional.empty());
    }

    /** This action with parameters. */
    public Action parameters(String... names) {
        return new Action(name, List.of(names), conjuncts, remark, comment);
    }

    /** This action with a comment above it. */
    public Action remark(String text) {
        return new Action(name, parameters, conjuncts, Optional.of(text), comment);
    }

    /** This action with a comment at the end of its first line. */
    public Action comment(String text) {
        return new Action(name, parameters, conjuncts, remark, Optional.of(text));
    }

    /** The conjuncts as an operator, as they are. */
    Definition asDefinition() {
        return new Definition(name, parameters, Tla.allOf(conjuncts), remark, comment);
    }

    /** The action as far as it is known without its module: without UNCHANGED. */
    @Override
    public String toString() {
        return asDefinition().toString();
    }
}
