package org.quiesce.spec;

import java.util.EnumSet;
import java.util.Set;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** The operators that a module uses, collected while its parts are written: only those get defined. */
final class Kernel {

    private final Set<Operator> used = EnumSet.noneOf(Operator.class);

    Expr name(Operator operator) {
        used.add(operator);
        return Tla.name(operator.symbol());
    }

    Expr call(Operator operator, Expr... arguments) {
        used.add(operator);
        return Tla.call(operator.symbol(), arguments);
    }

    boolean uses(Operator operator) {
        return used.contains(operator);
    }
}
