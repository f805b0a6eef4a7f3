package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Vocabulary;
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
        if (micro instanceof Micro.WorkerInit m) {
            return Optional.of(init(m.worker(), NULL));
        } else if (micro instanceof Micro.WorkerSetUp m) {
            return Optional.of(init(m.worker(), site.own("arg")));
        } else if (micro instanceof Micro.WorkerStart) {
            return Optional.of(Meaning.doing(Tla.ifThenElse(
                    Tla.name(Axis.CREATE_WORKER_WAKES.constant()),
                    site.kernel().call(Operator.WAKE, site.own("arg")),
                    Tla.TRUE)));
        } else if (micro instanceof Micro.WorkerFailed m) {
            return Optional.of(Meaning.doing(Tla.assign(m.worker(), Tla.str("error"))));
        } else if (micro instanceof Micro.WorkerCheck m) {
            return Optional.of(Meaning.doing().unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof Micro.WorkerTask m) {
            Expr task = task(m.worker());
            return Optional.of(Meaning.of(new Course.Decided(
                            Tla.eq(task, NULL),
                            Course.way(Exit.FAILED, Tla.assign("warned", Tla.TRUE)),
                            Course.next(site.setOwn("arg", task))))
                    .unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof Micro.WorkerFlushWait m) {
            List<Expr> awaited = new ArrayList<>(
                    CallbackView.each(m.works(), site.facts(), CallbackMeanings::isOver));
            awaited.add(Tla.neq(task(m.worker()), NULL));
            return Optional.of(Meaning.doing().waitingFor(Tla.and(awaited)));
        } else if (micro instanceof Micro.WorkerFree m) {
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
                Tla.assign(new KthreadWorker(worker).current(), NONE));
    }

    private static Meaning free(Micro.WorkerFree micro, Site site) {
        List<Expr> left = new ArrayList<>(List.of(Tla.name("warned")));
        List<Expr> delayed = new ArrayList<>();
        for (String name : micro.works()) {
            CallbackView work = site.callback(name);
            left.add(work.of("armed"));
            work.isOnTimer().ifPresent(delayed::add);
        }
        if (!delayed.isEmpty()) {
            left.add(Tla.parens(Tla.and(Tla.name(Axis.DESTROY_WORKER_SEES_DELAYED.constant()), Tla.or(delayed))));
        }
        Expr freed = Tla.assign(micro.worker(), Tla.str("freed"));
        return left.size() == 1 ? Meaning.doing(freed) : Meaning.doing(Tla.assign("warned", Tla.or(left)), freed);
    }

    // ---- its thread

    private static Optional<Meaning> thread(Micro micro, Site site) {
        if (micro instanceof Micro.WorkerEnter m) {
            Expr another = Tla.notIn(task(m.worker()), Tla.set(NULL, site.self()));
            return Optional.of(Meaning.doing(
                            Tla.assign("warned", Tla.or(Tla.name("warned"), another)),
                            Tla.assign(new KthreadWorker(m.worker()).task(), site.self()))
                    .unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof Micro.WorkerStopTest m) {
            Course stopped = Course.way(Exit.TRUE,
                    Tla.assign(new KthreadWorker(m.worker()).task(), NULL),
                    running(site),
                    site.setOwn("result", Tla.num(0)));
            return Optional.of(Meaning.of(new Course.Decided(
                    site.own("shouldStop"),
                    new Course.Risky(badWorker(m.worker(), site.kernel()), stopped),
                    Course.way(Exit.FALSE))));
        } else if (micro instanceof Micro.WorkerTake m) {
            return Optional.of(take(m, site).unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof Micro.WorkerRun m) {
            return Optional.of(Meaning.doing().waitingFor(Tla.eq(current(m.worker()), NONE)));
        }
        return Optional.empty();
    }

    /** Any item that is queued: in which order they were is not said. */
    private static Meaning take(Micro.WorkerTake micro, Site site) {
        Course nothing = Course.way(Exit.FALSE);
        List<Course> ways = new ArrayList<>();
        for (String name : micro.works()) {
            CallbackView work = site.callback(name);
            Course taken = Course.way(Exit.TRUE,
                    Tla.assign(new KthreadWorker(micro.worker()).current(), Tla.name(name)),
                    work.set("armed", Tla.FALSE),
                    running(site));
            if (micro.works().size() == 1) {
                return Meaning.of(new Course.Decided(work.of("armed"), taken, nothing));
            }
            ways.add(new Course.Guarded(work.of("armed"), taken));
        }
        if (ways.isEmpty()) {
            return Meaning.of(nothing);
        }
        Expr empty = Tla.and(CallbackView.each(micro.works(), site.facts(), work -> Tla.not(work.of("armed"))));
        ways.add(new Course.Guarded(empty, nothing));
        return Meaning.of(new Course.Open(ways));
    }

    private static Expr running(Site site) {
        return site.setOwn("state", Tla.str("RUNNING"));
    }

    // ---- its work

    private static Optional<Meaning> work(Micro micro, Site site) {
        if (micro instanceof Micro.WorkerQueue m) {
            List<Expr> queued = new ArrayList<>(List.of(inserted(m.worker(), Tla.name(m.work()), site.kernel())));
            queued.addAll(site.into(m.into(), Tla.num(1)));
            return Optional.of(Meaning.of(new Course.Decided(
                            site.callback(m.work()).isRefused(),
                            Course.way(Exit.NEXT, site.into(m.into(), Tla.num(0))),
                            new Course.Risky(freedThread(m.worker(), site.facts(), site.kernel()), Course.way(Exit.NEXT, queued))))
                    .unless(badWorker(m.worker(), site.kernel())));
        } else if (micro instanceof Micro.KthreadFlush m) {
            Course noted = Course.way(Exit.NEXT, CallbackMeanings.awaiting(List.of(m.work()), site));
            Optional<Expr> lost = site.callback(m.work()).isOnTimer();
            return Optional.of(Meaning.of(lost
                    .<Course>map(onTimer -> new Course.Decided(onTimer, Course.way(Exit.FAILED), noted))
                    .orElse(noted)));
        } else if (micro instanceof Micro.Never) {
            return Optional.of(Meaning.doing().waitingFor(Tla.FALSE));
        } else if (micro instanceof Micro.DelayStop m) {
            return Optional.of(stopTimer(site.callback(m.work()), site));
        } else if (micro instanceof Micro.KthreadCancel m) {
            return Optional.of(cancel(m, site));
        }
        return Optional.empty();
    }

    /** Whoever queues work wakes the worker's thread if that runs none, and must find it there. */
    static Fault freedThread(String worker, Facts facts, Kernel kernel) {
        return new Fault.When(
                kernel.call(Operator.WAKES_FREED, task(worker), current(worker)),
                StopMeanings.freed(task(worker), facts));
    }

    /** Puts work on the list of its worker. */
    static Expr inserted(String worker, Expr work, Kernel kernel) {
        return kernel.call(Operator.INSERT_KTHREAD_WORK, task(worker), current(worker), work);
    }

    private static Meaning stopTimer(CallbackView work, Site site) {
        Meaning stopped = Meaning.doing(
                work.set("timed", Tla.str("off")), work.set("cancelling", Tla.plus(Tla.OLD, Tla.num(1))));
        return site.facts().limits().cancellations(work.name())
                ? stopped.unless(Fault.when(isMost(work, site), Bounds.BOUND_FAULT))
                : stopped;
    }

    private static Meaning cancel(Micro.KthreadCancel micro, Site site) {
        CallbackView work = site.callback(micro.work());
        List<Expr> writes = new ArrayList<>();
        boolean begins = micro.timing() == Timing.AT_ONCE;
        boolean runsOut = !begins && site.facts().limits().cancellationsRunOut(micro.work());
        if (runsOut) {
            Expr initialised = Tla.eq(work.of("cancelling"), Tla.num(0));
            writes.add(Tla.assign("warned", Tla.or(Tla.name("warned"), initialised)));
        }
        writes.add(work.set("armed", Tla.FALSE));
        if (work.has("timed")) {
            writes.add(work.set("timed", Tla.ifThenElse(
                    Tla.eq(Tla.OLD, Tla.str("on")), Tla.str("unlinked"), Tla.OLD)));
        }
        writes.add(work.set("cancelling", cancelling(work, begins, runsOut)));
        Meaning cancelled = Meaning.of(new Course.Decided(
                work.isRunning(), Course.way(Exit.TRUE, writes), Course.way(Exit.FALSE, writes)));
        if (!begins || !site.facts().limits().cancellations(micro.work())) {
            return cancelled;
        }
        return cancelled.unless(Fault.when(
                Tla.and(Stream.of(work.isRunning(), isMost(work, site)).map(Tla::parens).toList()), Bounds.BOUND_FAULT));
    }

    /** One more while it is running, and one less that the begin has added, unless that is gone. */
    private static Expr cancelling(CallbackView work, boolean begins, boolean runsOut) {
        Expr less = Tla.minus(Tla.OLD, Tla.num(1));
        return begins ? Tla.ifThenElse(work.isRunning(), Tla.plus(Tla.OLD, Tla.num(1)), Tla.OLD)
                : runsOut ? Tla.ifThenElse(work.isRunning(),
                        Tla.ifThenElse(Tla.gt(Tla.OLD, Tla.num(0)), Tla.OLD, Tla.num(1)),
                        Tla.ifThenElse(Tla.gt(Tla.OLD, Tla.num(0)), less, Tla.num(0)))
                : Tla.ifThenElse(work.isRunning(), Tla.OLD, less);
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
