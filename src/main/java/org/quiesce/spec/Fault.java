package org.quiesce.spec;

import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** How a step can end the run instead of doing what it does. */
sealed interface Fault {

    /** Whether it happens. */
    Expr condition();

    /** The value that {@code fault} gets. */
    Expr code();

    /** A condition with its outcome. */
    record When(Expr condition, Expr code) implements Fault {}

    /** An outcome, or "none" if all is well. */
    record Coded(Expr code) implements Fault {
        @Override
        public Expr condition() {
            return Tla.neq(code, Tla.str("none"));
        }
    }

    static Fault when(Expr condition, String code) {
        return new When(condition, Tla.str(code));
    }
}
