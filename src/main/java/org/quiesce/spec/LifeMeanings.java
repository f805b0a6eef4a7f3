package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.RcuReaders;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Birth and exit of threads, and pointers to them. */
final class LifeMeanings {

    private static final Expr NULL = Tla.name(Vocabulary.NULL);

    private LifeMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.CreateThread m) {
            return Optional.of(create(m, site));
        } else if (micro instanceof Micro.WakeNew) {
            return Optional.of(StopMeanings.wakeChecked(site.own("arg"), site));
        } else if (micro instanceof Micro.StorePointer m) {
            return Optional.of(Meaning.doing(Tla.assign(m.pointer(), site.own("arg")), site.setOwn("arg", NULL)));
        } else if (micro instanceof Micro.LoadArg m) {
            Expr task = m.task() instanceof TaskRef.Pointer pointer ? Tla.name(pointer.name()) : site.self();
            return Optional.of(Meaning.doing(site.setOwn("arg", task)));
        } else if (micro instanceof Micro.DropArg) {
            return Optional.of(Meaning.doing(site.setOwn("arg", NULL)));
        } else if (micro instanceof Micro.BindTask m) {
            return Optional.of(bind(site.task(m.task()), site));
        } else if (micro instanceof Micro.BirthTest) {
            return Optional.of(Meaning.of(new Course.Decided(
                    site.own("shouldStop"),
                    Course.way(Exit.FAILED, site.setOwn("result", Tla.num(Errno.EINTR.negative()))),
                    Course.next())));
        } else if (micro instanceof Micro.ThreadReturn m) {
            return Optional.of(Meaning.doing(site.setOwn("result", site.value(m.code()))));
        } else if (micro instanceof Micro.ExitComplete) {
            return Optional.of(Meaning.doing(site.setOwn("exited", Tla.plus(Tla.OLD, Tla.num(1)))));
        } else if (micro instanceof Micro.ExitReap m) {
            return Optional.of(reap(m.rcu(), site));
        } else if (micro instanceof Micro.TaskFree m) {
            return Optional.of(free(m.rcu(), site));
        }
        return Optional.empty();
    }

    /** One reference less on a task that the caller holds. */
    static Meaning putReference(Expr task, Site site) {
        return putReference(task, site.kernel().call(Operator.OVERPUT, task), site);
    }

    /** The last one frees the thread, which should not be associated with a control group then. */
    private static Meaning putReference(Expr task, Expr isOneTooMany, Site site) {
        return Meaning.doing(putWrites(task, site))
                .unless(Fault.when(isOneTooMany, Outcome.REFCOUNT.code()));
    }

    private static List<Expr> putWrites(Expr task, Site site) {
        List<Expr> writes = new ArrayList<>(List.of(
                Tla.assignAt("usage", task, Tla.minus(Tla.OLD, Tla.num(1)))));
        if (site.facts().hasVariable("blkcg")) {
            Expr keeps = Tla.and(Tla.eq(Tla.at("usage", task), Tla.num(1)), Tla.at("blkcg", task));
            writes.add(Tla.assign("warned", Tla.or(Tla.name("warned"), Tla.parens(keeps))));
        }
        return writes;
    }

    /** The kernel's own reference is dropped when those who read now do so no more. */
    private static Meaning reap(RcuReaders rcu, Site site) {
        Expr dead = site.setOwn("state", Tla.str("DEAD"));
        return rcu.contexts().isEmpty()
                ? Meaning.doing(dead)
                : Meaning.doing(dead, site.setOwn("gracePeriod", RcuMeanings.reading(rcu, site)));
    }

    private static Meaning free(RcuReaders rcu, Site site) {
        Expr isOneTooMany = Tla.eq(Tla.at("usage", site.self()), Tla.num(0));
        if (rcu.contexts().isEmpty()) {
            return putReference(site.self(), isOneTooMany, site);
        }
        List<Expr> freed = new ArrayList<>(putWrites(site.self(), site));
        freed.add(site.setOwn("gracePeriod", Tla.set()));
        return RcuMeanings.afterGracePeriod(site, new Course.Risky(
                Fault.when(isOneTooMany, Outcome.REFCOUNT.code()), Course.way(Exit.NEXT, freed)));
    }

    /** Only a thread that sleeps as if it had not run yet can be bound; one that is about to sleep so is waited for. */
    private static Meaning bind(Expr task, Site site) {
        Fault bad = StopMeanings.badTask(task, site);
        Expr inactive = site.kernel().call(Operator.INACTIVE, task);
        Expr awake = Tla.notIn(Tla.at("state", task), site.kernel().name(Operator.TASK_UNINTERRUPTIBLE));
        Expr started = Tla.and(
                Tla.name(Axis.BIND_WARNS_OF_STARTED.constant()), Tla.neq(Tla.at("pc", task), Tla.str(Label.BORN)));
        List<Expr> writes = new ArrayList<>(List.of(
                Tla.assign("warned", Tla.or(Tla.name("warned"), awake, Tla.parens(started)))));
        if (site.facts().hasVariable("cpuBound")) {
            writes.add(Tla.assignAt("cpuBound", task, Tla.or(Tla.OLD, Tla.not(Tla.parens(awake)))));
        }
        return Meaning.doing(writes)
                .waitingFor(Tla.implies(Tla.eq(bad.code(), Tla.str(Vocabulary.NONE)), inactive))
                .unless(bad);
    }

    private static Meaning create(Micro.CreateThread micro, Site site) {
        LoweredProgram threads = site.facts().lowered().programs().stream()
                .filter(p -> p.program().name().equals(micro.program()))
                .findFirst()
                .orElseThrow();
        boolean mayRunOut = site.facts().limits().creations(threads);
        Expr thread = !mayRunOut && threads.contexts().size() == 1
                ? Tla.name(threads.contexts().get(0))
                : Tla.name(site.facts().names().pool(threads.program()));
        site.kernel().name(Operator.CREATE);
        Course created = new Course.Way(Exit.NEXT, List.of(),
                (self, label) -> Tla.call(Operator.CREATE.symbol(), self, thread, label));
        if (mayRunOut) {
            created = new Course.Risky(Fault.when(Tla.eq(thread, NULL), Bounds.BOUND_FAULT), created);
        }
        if (micro.failure() == Failure.ASSUMED_AWAY) {
            return Meaning.of(created);
        }
        Course failed = Course.way(Exit.FAILED, site.setOwn("arg", Tla.name(Vocabulary.ERR)));
        return Meaning.of(new Course.Open(List.of(created, failed)));
    }
}
