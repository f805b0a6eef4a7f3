package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.InLine;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkerMicro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Kthread workers and their work. */
final class WorkerMeanings {

    private static final Expr NULL = Tla.name(Vocabulary.NULL);
    private static final Expr NONE = Tla.name(Vocabulary.NONE);

    private WorkerMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return worker(micro, site).or(() -> thread(micro, site)).or(() -> work(micro, site));
    }

    // ---- the worker

    private static Optional<Meaning> worker(Micro micro, Site site) {
        if (micro instanceof WorkerMicro.WorkerInit m) {
            return Optional.of(init(m.worker(), NULL));
        } else if (micro instanceof WorkerMicro.WorkerSetUp m) {
            return Optional.of(init(m.worker(), site.own("arg")));
        } else if (micro instanceof WorkerMicro.WorkerStart) {
            return Optional.of(Meaning.doing(Tla.ifThenElse(
                    Tla.name(Axis.CREATE_WORKER_WAKES.constant()),
                    site.kernel().call(Operator.WAKE, site.own("arg")),
                    Tla.TRUE)));
        } else if (micro instanceof WorkerMicro.WorkerFailed m) {
            return Optional.of(Meaning.doing(Tla.assign(m.worker(), Tla.str("error"))));
        } else if (micro instanceof WorkerMicro.WorkerCheck m) {
            return Optional.of(Meaning.doing().unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof WorkerMicro.WorkerTask m) {
            Expr task = task(m.worker());
            return Optional.of(Meaning.of(new Course.Decided(
                            Tla.eq(task, NULL),
                            Course.way(Exit.FAILED, Tla.assign("warned", Tla.TRUE)),
                            Course.next(site.setOwn("arg", task))))
                    .unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof WorkerMicro.WorkerFlush m) {
            List<Expr> writes = new ArrayList<>(FlushMeanings.joining(m.works(), site));
            writes.add(site.setOwn("flushing", Tla.str(m.worker())));
            writes.add(woken(m.worker(), site.kernel()));
            return Optional.of(Meaning.of(new Course.Risky(
                            freedThread(m.worker(), site.facts(), site.kernel()), Course.way(Exit.NEXT, writes)))
                    .unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof WorkerMicro.FlushItemWait) {
            return Optional.of(Meaning.doing().waitingFor(Tla.eq(site.own("flushing"), Tla.str("none"))));
        } else if (micro instanceof WorkerMicro.WorkerFree m) {
            return Optional.of(free(m, site));
        }
        return Optional.empty();
    }

    /** What comes of following a pointer to a worker. */
    static Fault badWorker(String worker, Kernel kernel) {
        return new Fault.Coded(kernel.call(Operator.BAD_WORKER, Tla.name(worker)));
    }

    private static Meaning init(String worker, Expr task) {
        return Meaning.doing(
                Tla.assign(worker, Tla.str("live")),
                Tla.assign(new KthreadWorker(worker).task(), task),
                Tla.assign(new KthreadWorker(worker).current(), NONE),
                Tla.assign(new KthreadWorker(worker).running(), NONE));
    }

    private static Meaning free(WorkerMicro.WorkerFree micro, Site site) {
        List<Expr> left = new ArrayList<>(List.of(Tla.name("warned")));
        List<Expr> delayed = new ArrayList<>();
        for (String name : micro.works()) {
            CallbackView work = site.callback(name);
            left.add(work.of("armed"));
            work.isOnTimer().ifPresent(delayed::add);
        }
        micro.flushers().forEach(flusher -> left.add(Facts.isOneOf(flushing(flusher), behind(micro.worker(), micro.works()))));
        if (!delayed.isEmpty()) {
            left.add(Tla.parens(Tla.and(Tla.name(Axis.DESTROY_WORKER_SEES_DELAYED.constant()), Tla.or(delayed))));
        }
        Expr freed = Tla.assign(micro.worker(), Tla.str("freed"));
        return left.size() == 1 ? Meaning.doing(freed) : Meaning.doing(Tla.assign("warned", Tla.or(left)), freed);
    }

    // ---- its thread

    private static Optional<Meaning> thread(Micro micro, Site site) {
        if (micro instanceof WorkerMicro.WorkerEnter m) {
            Expr another = Tla.notIn(task(m.worker()), Tla.set(NULL, site.self()));
            return Optional.of(Meaning.doing(
                            Tla.assign("warned", Tla.or(Tla.name("warned"), another)),
                            Tla.assign(new KthreadWorker(m.worker()).task(), site.self()))
                    .unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof WorkerMicro.WorkerStopTest m) {
            Course stopped = Course.way(Exit.TRUE,
                    Tla.assign(new KthreadWorker(m.worker()).task(), NULL),
                    running(site),
                    site.setOwn("result", Tla.num(0)));
            return Optional.of(Meaning.of(new Course.Decided(
                    site.own("shouldStop"),
                    new Course.Risky(badWorker(m.worker(), site.kernel()), stopped),
                    Course.way(Exit.FALSE))));
        } else if (micro instanceof WorkerMicro.WorkerTake m) {
            return Optional.of(take(m, site).unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof WorkerMicro.WorkerRun m) {
            return Optional.of(Meaning.doing().waitingFor(Tla.eq(Tla.name(new KthreadWorker(m.worker()).running()), NONE)));
        }
        return Optional.empty();
    }

    /** A flush item behind what is done, or else the item that was queued first. */
    private static Meaning take(WorkerMicro.WorkerTake micro, Site site) {
        Course nothing = Course.way(Exit.FALSE, Tla.assign(new KthreadWorker(micro.worker()).current(), NONE));
        List<Course> ways = new ArrayList<>();
        List<Expr> next = new ArrayList<>();
        for (String flusher : micro.flushers()) {
            Expr due = isNext(flusher, micro, site);
            next.add(due);
            ways.add(new Course.Guarded(due, Course.way(Exit.TRUE,
                    Tla.assign(new KthreadWorker(micro.worker()).current(), Tla.name(flusher)),
                    Tla.assignAt("flushing", Tla.name(flusher), Tla.str("none")),
                    running(site))));
        }
        Course work = takeWork(micro, nothing, site);
        return Meaning.of(switch (ways.size()) {
            case 0 -> work;
            case 1 -> new Course.Decided(next.get(0), ((Course.Guarded) ways.get(0)).course(), work);
            default -> new Course.Decided(Tla.or(next.stream().map(Tla::parens).toList()), new Course.Open(ways), work);
        });
    }

    private static Course takeWork(WorkerMicro.WorkerTake micro, Course nothing, Site site) {
        List<Course> ways = new ArrayList<>();
        for (String name : micro.works()) {
            CallbackView work = site.callback(name);
            List<Expr> writes = new ArrayList<>(List.of(
                    Tla.assign(new KthreadWorker(micro.worker()).current(), Tla.name(name)),
                    Tla.assign(new KthreadWorker(micro.worker()).running(), Tla.name(name)),
                    running(site)));
            writes.addAll(Lines.left(work, site.kernel()));
            Course taken = Course.way(Exit.TRUE, writes);
            if (micro.works().size() == 1) {
                return new Course.Decided(work.of("armed"), taken, nothing);
            }
            ways.add(new Course.Guarded(Lines.isFirst(work), taken));
        }
        if (ways.isEmpty()) {
            return nothing;
        }
        Expr empty = Tla.and(CallbackView.each(micro.works(), site.facts(), work -> Tla.not(work.of("armed"))));
        ways.add(new Course.Guarded(empty, nothing));
        return new Course.Open(ways);
    }

    /** Whether the flush item of a context is on the list, and all that was queued before it done. */
    private static Expr isNext(String flusher, WorkerMicro.WorkerTake micro, Site site) {
        List<Expr> ways = new ArrayList<>();
        Set<String> named = site.facts().lowered().programOf(flusher).flushed();
        if (named.contains(micro.worker())) {
            List<Expr> all = new ArrayList<>(List.of(Tla.eq(flushing(flusher), Tla.str(micro.worker()))));
            all.addAll(CallbackView.each(micro.works(), site.facts(), work -> isPast(flusher, work)));
            ways.add(Tla.and(all));
        }
        for (String work : micro.works()) {
            if (named.contains(work)) {
                ways.add(Tla.and(Tla.eq(flushing(flusher), Tla.str(work)), isPast(flusher, site.callback(work))));
            }
        }
        return ways.size() == 1 ? ways.get(0) : Tla.or(ways.stream().map(Tla::parens).toList());
    }

    /** The flush item of a context does not stand behind the work, or does no more. */
    private static Expr isPast(String flusher, CallbackView work) {
        return Tla.notIn(Tla.name(flusher), work.of("behind"));
    }

    private static Expr flushing(String flusher) {
        return Tla.at("flushing", Tla.name(flusher));
    }

    private static List<String> behind(String worker, List<String> works) {
        return Stream.concat(Stream.of(worker), works.stream()).toList();
    }

    private static Expr running(Site site) {
        return site.setOwn("state", Tla.str("RUNNING"));
    }

    // ---- its work

    private static Optional<Meaning> work(Micro micro, Site site) {
        if (micro instanceof WorkerMicro.WorkerQueue m) {
            List<Expr> queued = new ArrayList<>(List.of(inserted(m.worker(), Tla.name(m.work()), site.facts(), site.kernel())));
            hasWorker(site.callback(m.work()), Tla.TRUE).ifPresent(queued::add);
            queued.addAll(site.into(m.into(), Tla.num(1)));
            return Optional.of(Meaning.of(new Course.Decided(
                            site.callback(m.work()).isRefused(),
                            Course.way(Exit.NEXT, site.into(m.into(), Tla.num(0))),
                            new Course.Risky(freedThread(m.worker(), site.facts(), site.kernel()), Course.way(Exit.NEXT, queued))))
                    .unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof WorkerMicro.KthreadFlush m) {
            return Optional.of(Meaning.of(flush(m, site)));
        } else if (micro instanceof Micro.Never) {
            return Optional.of(Meaning.doing().waitingFor(Tla.FALSE));
        } else if (micro instanceof WorkerMicro.DelayStop m) {
            return Optional.of(Meaning.of(stopTimer(m, site)));
        } else if (micro instanceof WorkerMicro.KthreadCancel m) {
            return Optional.of(Meaning.of(cancel(m, site)));
        }
        return Optional.empty();
    }

    /** Whoever queues work wakes the worker's thread if that runs none, and must find it there. */
    static Fault freedThread(String worker, Facts facts, Kernel kernel) {
        return new Fault.When(
                kernel.call(Operator.WAKES_FREED, task(worker), current(worker)),
                StopMeanings.freed(task(worker), facts));
    }

    /** That the work was queued at some time, where that makes a difference. */
    static Optional<Expr> hasWorker(CallbackView work, Expr value) {
        return work.has("hasWorker") ? Optional.of(work.set("hasWorker", value)) : Optional.empty();
    }

    /** Wakes the thread of a worker, if there is one and it has taken nothing. */
    private static Expr woken(String worker, Kernel kernel) {
        return kernel.call(Operator.WAKE_WORKER, task(worker), current(worker));
    }

    /** Puts work on the list of its worker. */
    static Expr inserted(String worker, Expr work, Facts facts, Kernel kernel) {
        return InLine.of(facts.lowered().protocol(), worker).isEmpty()
                ? kernel.call(Operator.INSERT_KTHREAD_WORK, task(worker), current(worker), work)
                : Tla.and(Lines.queued(worker, work, facts, kernel), woken(worker, kernel));
    }

    /** Of work that was never queued there is no worker to ask. */
    private static Course flush(WorkerMicro.KthreadFlush micro, Site site) {
        CallbackView work = site.callback(micro.work());
        List<Expr> writes = new ArrayList<>(FlushMeanings.joining(List.of(micro.work()), site));
        writes.add(site.setOwn("flushing", Tla.str(micro.work())));
        writes.add(woken(micro.worker(), site.kernel()));
        Course noted = new Course.Decided(
                Tla.or(work.of("armed"), Tla.eq(current(micro.worker()), Tla.name(micro.work()))),
                new Course.Risky(freedThread(micro.worker(), site.facts(), site.kernel()), Course.way(Exit.NEXT, writes)),
                Course.way(Exit.FALSE));
        Course found = work.isOnTimer()
                .<Course>map(onTimer -> new Course.Decided(onTimer, Course.way(Exit.FAILED), noted))
                .orElse(noted);
        return new Course.Decided(work.of("hasWorker"),
                new Course.Risky(badWorker(micro.worker(), site.kernel()), found), Course.way(Exit.FALSE));
    }

    private static Course stopTimer(WorkerMicro.DelayStop micro, Site site) {
        CallbackView work = site.callback(micro.work());
        List<Expr> yields = site.into(
                micro.into(), Site.oneIf(work.isOnTimer().orElseThrow()));
        List<Expr> writes = new ArrayList<>(List.of(
                work.set("timed", Tla.str("off")), work.set("cancelling", Tla.plus(Tla.OLD, Tla.num(1)))));
        writes.addAll(yields);
        Course stopped = Course.way(Exit.NEXT, writes);
        if (site.facts().limits().cancellations(work.name())) {
            stopped = new Course.Risky(Fault.when(isMost(work, site), Bounds.BOUND_FAULT), stopped);
        }
        return new Course.Decided(work.of("hasWorker"),
                new Course.Risky(badWorker(micro.worker(), site.kernel()), stopped), Course.way(Exit.FAILED, yields));
    }

    private static Course cancel(WorkerMicro.KthreadCancel micro, Site site) {
        CallbackView work = site.callback(micro.work());
        Expr current = Tla.eq(current(micro.worker()), Tla.name(micro.work()));
        List<Expr> writes = new ArrayList<>();
        boolean begins = micro.timing() == Timing.AT_ONCE;
        boolean runsOut = !begins && site.facts().limits().cancellationsRunOut(micro.work());
        if (runsOut) {
            Expr initialised = Tla.eq(work.of("cancelling"), Tla.num(0));
            writes.add(Tla.assign("warned", Tla.or(Tla.name("warned"), initialised)));
        }
        writes.addAll(Lines.left(work, site.kernel()));
        if (work.has("timed")) {
            writes.add(work.set("timed", Tla.ifThenElse(
                    Tla.eq(Tla.OLD, Tla.str("on")), Tla.str("unlinked"), Tla.OLD)));
        }
        writes.add(work.set("cancelling", cancelling(current, begins, runsOut)));
        writes.addAll(site.into(micro.into(), Tla.ifThenElse(
                work.isListed(), Tla.num(1), begins ? Tla.num(0) : Tla.OLD)));
        Course cancelled = new Course.Decided(
                current, Course.way(Exit.TRUE, writes), Course.way(Exit.FALSE, writes));
        if (begins && site.facts().limits().cancellations(micro.work())) {
            cancelled = new Course.Risky(Fault.when(
                    Tla.and(Tla.parens(current), Tla.parens(isMost(work, site))), Bounds.BOUND_FAULT), cancelled);
        }
        Course checked = new Course.Risky(badWorker(micro.worker(), site.kernel()), cancelled);
        return begins
                ? new Course.Decided(work.of("hasWorker"), checked,
                        Course.way(Exit.FALSE, site.into(micro.into(), Tla.num(0))))
                : checked;
    }

    /** One more while it is what was taken last, and one less that the begin has added, unless that is gone. */
    private static Expr cancelling(Expr current, boolean begins, boolean runsOut) {
        Expr less = Tla.minus(Tla.OLD, Tla.num(1));
        return begins ? Tla.ifThenElse(current, Tla.plus(Tla.OLD, Tla.num(1)), Tla.OLD)
                : runsOut ? Tla.ifThenElse(current,
                        Tla.ifThenElse(Tla.gt(Tla.OLD, Tla.num(0)), Tla.OLD, Tla.num(1)),
                        Tla.ifThenElse(Tla.gt(Tla.OLD, Tla.num(0)), less, Tla.num(0)))
                : Tla.ifThenElse(current, Tla.OLD, less);
    }

    private static Expr isMost(CallbackView work, Site site) {
        return Tla.eq(work.of("cancelling"), site.kernel().name(Operator.CANCELLING_MAX));
    }

    private static Expr task(String worker) {
        return Tla.name(new KthreadWorker(worker).task());
    }

    private static Expr current(String worker) {
        return Tla.name(new KthreadWorker(worker).current());
    }
}
