package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.InLine;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Micro.DrainedFor;
import org.quiesce.protocol.step.Micro.Insertion;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Workqueues and the items on them, delayed or not. */
final class WorkMeanings {

    private WorkMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.AllocateWorkqueue m) {
            return Optional.of(allocate(m));
        } else if (micro instanceof Micro.QueueCheck m) {
            return Optional.of(Meaning.doing().unless(badQueue(m.queue(), site.kernel())));
        } else if (micro instanceof Micro.QueueWork m) {
            CallbackView work = site.callback(m.work());
            Course queued = inserting(m.queue(), m.work(), m.insertion(), site, site.into(m.into(), Tla.num(1)));
            return Optional.of(Meaning.of(new Course.Decided(
                    work.isRefused(), Course.way(Exit.NEXT, site.into(m.into(), Tla.num(0))), queued)));
        } else if (micro instanceof Micro.DelayArm m) {
            return Optional.of(arm(m, site));
        } else if (micro instanceof Micro.DelayModify m) {
            return Optional.of(modify(m, site));
        } else if (micro instanceof Micro.DelayFlush m) {
            return Optional.of(flush(m, site));
        } else if (micro instanceof Micro.StealWork m) {
            return Optional.of(taking(site.callback(m.work()), m.timing(), m.into(), site));
        } else if (micro instanceof Micro.EnableWork m) {
            CallbackView work = site.callback(m.work());
            return Optional.of(enabled(work, m.timing(), site, Exit.NEXT, Exit.NEXT, m.into()));
        } else if (micro instanceof Micro.DrainBegin m) {
            return Optional.of(Meaning.doing(Tla.assign(m.queue(), Tla.str("draining")))
                    .unless(badQueue(m.queue(), site.kernel())));
        } else if (micro instanceof Micro.DrainWait m) {
            return Optional.of(drained(m, site));
        } else if (micro instanceof Micro.FreeWorkqueue m) {
            return Optional.of(free(m, site));
        }
        return Optional.empty();
    }

    /** What comes of following a pointer to a workqueue. */
    static Fault badQueue(String queue, Kernel kernel) {
        return new Fault.Coded(kernel.call(Operator.BAD_QUEUE, Tla.name(queue)));
    }

    /** Puts an item on its queue, with what else is written then. */
    private static Course inserting(String queue, String work, Insertion insertion, Site site, List<Expr> more) {
        Expr inserted = inserted(queue, Tla.name(work), insertion, site.facts(), site.kernel());
        return new Course.Risky(badQueue(queue, site.kernel()),
                Course.way(Exit.NEXT, Stream.concat(Stream.of(inserted), more.stream()).toList()));
    }

    /** Puts an item on its queue, unless that is drained and must not get any. */
    static Expr inserted(String queue, Expr work, Insertion insertion, Facts facts, Kernel kernel) {
        Expr queued = Lines.queued(queue, work, facts, kernel);
        return insertion == Insertion.CHAINED || !facts.hasVariable("dropped") ? queued
                : InLine.of(facts.lowered().protocol(), queue).isEmpty()
                        ? kernel.call(Operator.INSERT_WORK, Tla.name(queue), work)
                        : Tla.ifThenElse(Tla.eq(Tla.name(queue), Tla.str("draining")), dropped(work), queued);
    }

    /** A workqueue that is being drained refuses an item from outside. */
    static Expr dropped(Expr work) {
        return Tla.and(Tla.assignAt("dropped", work, Tla.TRUE), Tla.assign("warned", Tla.TRUE));
    }

    private static Meaning allocate(Micro.AllocateWorkqueue micro) {
        Course got = Course.next(Tla.assign(micro.queue(), Tla.str("live")));
        Course failed = Course.way(Exit.FAILED, Tla.assign(micro.queue(), Tla.str("null")));
        return Meaning.of(micro.failure() == Failure.POSSIBLE ? new Course.Open(List.of(got, failed)) : got);
    }

    private static Meaning arm(Micro.DelayArm micro, Site site) {
        CallbackView work = site.callback(micro.work());
        List<Expr> armed = new ArrayList<>(List.of(work.set("timed", Tla.str("on"))));
        armed.addAll(site.into(micro.into(), Tla.num(1)));
        WorkerMeanings.hasWorker(work, Tla.TRUE).ifPresent(armed::add);
        return Meaning.of(new Course.Decided(work.isRefused(),
                Course.way(Exit.NEXT, site.into(micro.into(), Tla.num(0))), Course.way(Exit.NEXT, armed)));
    }

    private static Meaning modify(Micro.DelayModify micro, Site site) {
        CallbackView work = site.callback(micro.work());
        List<Expr> writes = new ArrayList<>(Lines.left(work, site.kernel()));
        writes.add(work.set("timed", Tla.str("on")));
        writes.addAll(site.into(micro.into(), Site.oneIf(work.isListed())));
        Course armed = Course.way(Exit.NEXT, writes);
        Expr refused = Site.oneIf(Tla.name(Axis.CANCELLED_WORK_PENDS.constant()));
        Course course = work.isForbidden()
                .<Course>map(forbidden -> new Course.Decided(
                        forbidden, Course.way(Exit.NEXT, site.into(micro.into(), refused)), armed))
                .orElse(armed);
        Meaning modified = Meaning.of(course);
        return work.has("dropped") ? modified.waitingFor(Tla.not(work.of("dropped"))) : modified;
    }

    private static Meaning flush(Micro.DelayFlush micro, Site site) {
        CallbackView work = site.callback(micro.work());
        Expr off = work.set("timed", Tla.str("off"));
        Course inserted = micro.queue()
                .map(queue -> inserting(queue, micro.work(), micro.insertion(), site, List.of(off)))
                .orElseGet(() -> Course.next(work.set("armed", Tla.TRUE), off));
        return Meaning.of(new Course.Decided(work.isOnTimer().orElseThrow(), inserted, Course.next()));
    }

    private static Meaning drained(Micro.DrainWait micro, Site site) {
        Expr live = Tla.str("live");
        Expr becomes = micro.purpose() == DrainedFor.USE
                ? live
                : Tla.ifThenElse(Tla.name(Axis.DRAINED_QUEUE_REJECTS.constant()), Tla.name(micro.queue()), live);
        Meaning drained = Meaning.doing(Tla.assign(micro.queue(), becomes));
        return micro.works().isEmpty() ? drained : drained.waitingFor(Tla.and(
                CallbackView.each(micro.works(), site.facts(), work -> Tla.not(isBusy(work, site)))));
    }

    private static Meaning free(Micro.FreeWorkqueue micro, Site site) {
        Course freed = Course.next(Tla.assign(micro.queue(), Tla.str("freed")));
        if (micro.works().isEmpty()) {
            return Meaning.of(freed);
        }
        Expr busy = Tla.or(CallbackView.each(micro.works(), site.facts(), work -> isBusy(work, site)));
        Course leaked = Course.next(Tla.assign("warned", Tla.TRUE), Tla.assign(micro.queue(), Tla.str("live")));
        return Meaning.of(new Course.Decided(busy, leaked, freed));
    }

    private static Expr isBusy(CallbackView work, Site site) {
        return site.kernel().call(Operator.BUSY, Tla.name(work.name()));
    }

    /** Takes an item from where it is; whoever tries spins while that is nowhere, or a timer that is not looked at. */
    static Meaning taking(CallbackView work, Timing timing, Optional<String> into, Site site, Expr... more) {
        List<Expr> waits = new ArrayList<>();
        if (work.has("dropped")) {
            waits.add(Tla.not(work.of("dropped")));
        }
        if (timing == Timing.AT_ONCE && work.has("timed")) {
            waits.add(Tla.neq(work.of("timed"), Tla.str("on")));
        }
        List<Expr> writes = new ArrayList<>(Lines.left(work, site.kernel()));
        if (work.has("timed")) {
            writes.add(work.set("timed", Tla.str("off")));
        }
        writes.addAll(List.of(more));
        writes.addAll(site.into(into, Site.oneIf(work.isListed())));
        Meaning taken = Meaning.doing(writes);
        return waits.isEmpty() ? taken : taken.waitingFor(Tla.and(waits));
    }

    /** Takes an item and undoes one prohibition to queue it, which leads elsewhere if it was the last. */
    static Meaning enabled(CallbackView work, Timing timing, Site site, Exit last, Exit other, Optional<String> into) {
        Meaning taken = taking(work, timing, Optional.empty(), site);
        List<Expr> writes = ((Course.Way) taken.course()).writes();
        Expr count = work.of("cancelling");
        Expr less = work.set("cancelling", Tla.minus(Tla.OLD, Tla.num(1)));
        Course undone = last == other
                ? Course.way(last, with(writes, less, site.into(into, Site.oneIf(Tla.eq(count, Tla.num(1))))))
                : new Course.Decided(Tla.eq(count, Tla.num(1)),
                        Course.way(last, with(writes, less, site.into(into, Tla.num(1)))),
                        Course.way(other, with(writes, less, site.into(into, Tla.num(0)))));
        return new Meaning(taken.faults(), taken.guard(), new Course.Decided(
                Tla.gt(count, Tla.num(0)),
                undone,
                Course.way(last, with(writes, Tla.assign("warned", Tla.TRUE), site.into(into, Tla.num(1))))));
    }

    private static List<Expr> with(List<Expr> writes, Expr one, List<Expr> more) {
        return Stream.of(writes, List.of(one), more).flatMap(List::stream).toList();
    }
}
