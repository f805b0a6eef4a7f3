package org.quiesce.spec;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Exit;
import org.quiesce.tla.Expr;

/**
 * What a micro means for one context.
 *
 * @param faults what may go wrong instead of everything else, the first that does wins
 * @param guard  what the micro waits for
 * @param course what it does
 */
record Meaning(List<Fault> faults, Optional<Expr> guard, Course course) {

    Meaning {
        faults = List.copyOf(faults);
    }

    static Meaning of(Course course) {
        return new Meaning(List.of(), Optional.empty(), course);
    }

    /** Writes, and leaves by NEXT. */
    static Meaning doing(Expr... writes) {
        return of(Course.next(writes));
    }

    /** Writes, and leaves by NEXT. */
    static Meaning doing(List<Expr> writes) {
        return of(Course.way(Exit.NEXT, writes));
    }

    Meaning unless(Fault... more) {
        return new Meaning(List.of(more), guard, course);
    }

    Meaning unless(List<Fault> more) {
        return new Meaning(more, guard, course);
    }

    Meaning waitingFor(Expr condition) {
        return new Meaning(faults, Optional.of(condition), course);
    }
}
