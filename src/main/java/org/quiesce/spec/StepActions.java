package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.tla.Action;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/**
 * Makes an action of a step: all writes of its micros, one course through them, one departure; or a crash instead.
 */
final class StepActions {

    private final Facts facts;
    private final Kernel kernel;

    StepActions(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
    }

    /** How the running context is called in the actions of a program. */
    static Expr self(LoweredProgram program) {
        return Tla.name(Facts.isFamily(program) ? "self" : program.contexts().get(0));
    }

    /** The call of an action that belongs to a program. */
    static Expr call(String action, LoweredProgram program) {
        return Facts.isFamily(program) ? Tla.call(action, Tla.name("self")) : Tla.name(action);
    }

    Action action(LoweredProgram program, Step step) {
        Action action = Action.of(step.action(), new Writing(program, step).conjuncts()).comment(Comments.of(step));
        return Facts.isFamily(program) ? action.parameters("self") : action;
    }

    /**
     * What a step does if nothing is wrong.
     *
     * @param to   the label where it leads, if that can be said apart from the rest
     * @param rest what it writes
     */
    private record Move(Optional<Expr> to, List<Expr> rest) {}

    /** The writing down of one step. */
    private final class Writing {

        private final Step step;
        private final Expr self;
        private final List<Fault> faults = new ArrayList<>();
        private final List<Expr> guards = new ArrayList<>();
        private final List<Expr> writes = new ArrayList<>();
        private final List<Course> courses = new ArrayList<>();
        private final Atomicity atomicity;
        private final Site site;

        Writing(LoweredProgram program, Step step) {
            this.step = step;
            this.self = self(program);
            this.site = new Site(facts, kernel, program, step, self);
            this.atomicity = site.atomicity();
            if (atomicity == Atomicity.ALWAYS) {
                return;
            }
            for (Micro micro : step.micros()) {
                Meaning meaning = Meanings.of(micro, site);
                faults.addAll(meaning.faults());
                meaning.guard().ifPresent(guards::add);
                if (meaning.course() instanceof Course.Way way && way.isPlain() && way.exit() == Exit.NEXT) {
                    writes.addAll(way.writes());
                } else {
                    courses.add(meaning.course());
                }
            }
            if (courses.size() > 1) {
                throw new IllegalArgumentException("two micros of " + step.action() + " choose its exit");
            }
        }

        List<Expr> conjuncts() {
            if (atomicity == Atomicity.ALWAYS) {
                return List.of(at(), kernel.call(Operator.CRASH, Tla.str(Outcome.ATOMIC.code())));
            }
            Move move = move();
            boolean mayBeAtomic = atomicity == Atomicity.MAYBE;
            if (!mayBeAtomic && faults.isEmpty() && move.to().isPresent()) {
                Expr go = kernel.call(Operator.GO, self, Tla.str(step.label()), move.to().get());
                return joined(List.of(go), guards, move.rest());
            }
            List<Expr> moving = joined(
                    move.to().map(to -> kernel.call(Operator.GOTO, self, to)).stream().toList(), move.rest());
            List<Expr> careful = faults.isEmpty() ? moving : List.of(unless(faults, moving));
            if (!mayBeAtomic) {
                return joined(List.of(at()), guards, careful);
            }
            Fault atomic = Fault.when(site.isForbidden(), Outcome.ATOMIC.code());
            return List.of(at(), unless(List.of(atomic), joined(guards, careful)));
        }

        private Expr at() {
            return kernel.call(Operator.AT, self, Tla.str(step.label()));
        }

        /** The crash of the first fault there is, else the rest. */
        private Expr unless(List<Fault> list, List<Expr> otherwise) {
            Expr result = Tla.and(otherwise);
            for (int i = list.size() - 1; i >= 0; i--) {
                result = unless(list.get(i), result);
            }
            return result;
        }

        private Expr unless(Fault fault, Expr otherwise) {
            return Tla.ifThenElse(fault.condition(), kernel.call(Operator.CRASH, fault.code()), otherwise);
        }

        private Move move() {
            if (courses.isEmpty()) {
                return new Move(Optional.of(label(Exit.NEXT)), writes);
            }
            Course course = courses.get(0);
            if (course instanceof Course.Way way && way.isPlain()) {
                return new Move(Optional.of(label(way.exit())), joined(writes, way.writes()));
            } else if (course instanceof Course.Decided decided && decided.differsByLabel()) {
                Expr yes = label(((Course.Way) decided.yes()).exit());
                Expr no = label(((Course.Way) decided.no()).exit());
                Expr to = yes.equals(no) ? yes : Tla.ifThenElse(decided.condition(), yes, no);
                return new Move(Optional.of(to), joined(writes, ((Course.Way) decided.yes()).writes()));
            } else if (leadsToOneLabel(course)) {
                Expr to = label(course.ways().findFirst().orElseThrow().exit());
                return new Move(Optional.of(to), joined(writes, List.of(written(course, Course.Way::writes))));
            }
            return new Move(Optional.empty(), joined(writes, conjuncts(course, this::departing)));
        }

        private boolean leadsToOneLabel(Course course) {
            return !course.isRisky()
                    && course.ways().allMatch(Course.Way::isPlain)
                    && course.ways().map(way -> label(way.exit())).distinct().count() == 1;
        }

        private List<Expr> departing(Course.Way way) {
            return joined(List.of(way.departure().to(self, label(way.exit()))), way.writes());
        }

        private Expr written(Course course, Function<Course.Way, List<Expr>> way) {
            return Tla.and(conjuncts(course, way));
        }

        private List<Expr> conjuncts(Course course, Function<Course.Way, List<Expr>> way) {
            if (course instanceof Course.Way end) {
                return way.apply(end);
            } else if (course instanceof Course.Decided decided) {
                return List.of(Tla.ifThenElse(
                        decided.condition(), written(decided.yes(), way), written(decided.no(), way)));
            } else if (course instanceof Course.Open open) {
                List<Expr> ways = open.courses().stream().map(c -> written(c, way)).toList();
                boolean indifferent = ways.contains(Tla.TRUE) && course.ways().allMatch(w -> way.apply(w).isEmpty());
                return indifferent ? List.of() : List.of(Tla.or(ways));
            } else if (course instanceof Course.Guarded guarded) {
                return joined(List.of(guarded.guard()), conjuncts(guarded.course(), way));
            }
            Course.Risky risky = (Course.Risky) course;
            return List.of(unless(risky.fault(), written(risky.course(), way)));
        }

        private Expr label(Exit exit) {
            return Optional.ofNullable(step.exits().get(exit))
                    .map(Tla::str)
                    .orElseThrow(() -> new IllegalArgumentException(step.action() + " has no exit " + exit));
        }
    }

    private static List<Expr> joined(List<Expr> first, List<Expr> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Expr> joined(List<Expr> first, List<Expr> second, List<Expr> third) {
        return joined(joined(first, second), third);
    }
}
