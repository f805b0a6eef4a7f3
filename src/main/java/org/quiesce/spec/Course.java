package org.quiesce.spec;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.step.Exit;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** What a micro does, and by which exit it then leaves. */
sealed interface Course {

    /** These writes, and out. */
    record Way(Exit exit, List<Expr> writes, Departure departure) implements Course {
        public Way {
            writes = List.copyOf(writes);
        }

        /** Whether it departs as usual. */
        boolean isPlain() {
            return departure == GOTO;
        }
    }

    /** One course or the other. */
    record Decided(Expr condition, Course yes, Course no) implements Course {
        /** Whether it is a choice between two labels, and all else is the same. */
        boolean differsByLabel() {
            return yes instanceof Way one
                    && no instanceof Way other
                    && one.isPlain()
                    && other.isPlain()
                    && one.writes.equals(other.writes);
        }
    }

    /** Any of the courses. */
    record Open(List<Course> courses) implements Course {
        public Open {
            courses = List.copyOf(courses);
        }
    }

    /** A course that can be taken only if something holds. */
    record Guarded(Expr guard, Course course) implements Course {}

    /** A course that a fault may replace. */
    record Risky(Fault fault, Course course) implements Course {}

    /** How the program counter gets its new value. */
    @FunctionalInterface
    interface Departure {
        Expr to(Expr self, Expr label);
    }

    /** The usual departure: the running context is at the label, nothing else about program counters changes. */
    Departure GOTO = (self, label) -> Tla.call(Operator.GOTO.symbol(), self, label);

    static Course way(Exit exit, Expr... writes) {
        return way(exit, List.of(writes));
    }

    static Course way(Exit exit, List<Expr> writes) {
        return new Way(exit, writes, GOTO);
    }

    /** Leaves by {@link Exit#NEXT}. */
    static Course next(Expr... writes) {
        return way(Exit.NEXT, writes);
    }

    /** Leaves by {@link Exit#TRUE} or by {@link Exit#FALSE}. */
    static Course test(Expr condition) {
        return new Decided(condition, way(Exit.TRUE), way(Exit.FALSE));
    }

    /** Whether a fault may replace a part of it. */
    default boolean isRisky() {
        if (this instanceof Decided decided) {
            return decided.yes.isRisky() || decided.no.isRisky();
        } else if (this instanceof Open open) {
            return open.courses.stream().anyMatch(Course::isRisky);
        } else if (this instanceof Guarded guarded) {
            return guarded.course.isRisky();
        }
        return this instanceof Risky;
    }

    /** Every way out. */
    default Stream<Way> ways() {
        if (this instanceof Way way) {
            return Stream.of(way);
        } else if (this instanceof Decided decided) {
            return Stream.concat(decided.yes.ways(), decided.no.ways());
        } else if (this instanceof Open open) {
            return open.courses.stream().flatMap(Course::ways);
        } else if (this instanceof Guarded guarded) {
            return guarded.course.ways();
        } else {
            return ((Risky) this).course.ways();
        }
    }
}
