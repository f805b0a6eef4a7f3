package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Parking threads. */
final class ParkMeanings {

    private ParkMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.ParkTest m) {
            Expr task = site.task(m.task());
            Expr exiting = Tla.in(Tla.at("pc", task), site.kernel().name(Operator.OUT));
            Course course = new Course.Decided(
                    exiting, refused(site, m.into(), Errno.ENOSYS), Course.next());
            return Optional.of(Meaning.of(course).unless(StopMeanings.badTask(task, site)));
        } else if (micro instanceof Micro.ParkBusyTest m) {
            return Optional.of(Meaning.of(new Course.Decided(
                    Tla.at("shouldPark", site.task(m.task())),
                    refused(site, m.into(), Errno.EBUSY),
                    Course.next())));
        } else if (micro instanceof Micro.ParkSet m) {
            return Optional.of(Meaning.of(asked(site.task(m.task()), m.into(), site)));
        } else if (micro instanceof Micro.ParkTestAndSet m) {
            Expr task = site.task(m.task());
            return Optional.of(Meaning.of(new Course.Decided(
                    Tla.at("shouldPark", task),
                    refused(site, m.into(), Errno.EBUSY),
                    asked(task, m.into(), site))));
        } else if (micro instanceof Micro.ParkWake m) {
            return Optional.of(Meaning.doing(site.kernel().call(Operator.WAKE, site.task(m.task()))));
        } else if (micro instanceof Micro.ParkWait m) {
            return Optional.of(StopMeanings.takeOne("parked", site.task(m.task())));
        } else if (micro instanceof Micro.ParkVerify m) {
            return Optional.of(verify(m, site));
        } else if (micro instanceof Micro.Unpark m) {
            Expr task = site.task(m.task());
            return Optional.of(Meaning.doing(site.kernel().call(Operator.UNPARK, task))
                    .unless(StopMeanings.badTask(task, site)));
        } else if (micro instanceof Micro.ParkmeTest) {
            return Optional.of(parkme(site));
        }
        return Optional.empty();
    }

    /** A thread that asks itself has nothing to wait for. */
    private static Course asked(Expr task, Optional<String> into, Site site) {
        Expr asked = Tla.assignAt("shouldPark", task, Tla.TRUE);
        if (!site.program().isKthread()) {
            return Course.next(asked);
        }
        List<Expr> alone = new ArrayList<>(List.of(asked));
        alone.addAll(site.into(into, Tla.num(0)));
        return new Course.Decided(Tla.eq(task, site.self()), Course.way(Exit.TRUE, alone), Course.next(asked));
    }

    private static Course refused(Site site, Optional<String> into, Errno errno) {
        List<Expr> writes = new ArrayList<>(List.of(Tla.assign("warned", Tla.TRUE)));
        writes.addAll(site.into(into, Tla.num(errno.negative())));
        return Course.way(Exit.FAILED, writes);
    }

    private static Meaning verify(Micro.ParkVerify micro, Site site) {
        Expr task = site.task(micro.task());
        Expr parked = Tla.eq(Tla.at("state", task), Tla.str("PARKED"));
        List<Expr> writes = new ArrayList<>(List.of(
                Tla.assign("warned", Tla.or(Tla.name("warned"), Tla.neq(Tla.at("state", task), Tla.str("PARKED"))))));
        writes.addAll(site.into(micro.into(), Tla.num(0)));
        return Meaning.doing(writes).waitingFor(Tla.implies(parked, Tla.at("asleep", task)));
    }

    private static Meaning parkme(Site site) {
        Course counted = new Course.Risky(
                Fault.when(Tla.eq(site.own("parked"), site.kernel().name(Operator.PARKED_MAX)), Bounds.BOUND_FAULT),
                Course.way(Exit.TRUE, site.setOwn("parked", Tla.plus(Tla.OLD, Tla.num(1)))));
        return Meaning.of(new Course.Decided(site.own("shouldPark"), counted, Course.way(Exit.FALSE)));
    }
}
