package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.WorkMicro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** What is done to work items, and asked of them, besides queueing, cancelling and flushing. */
final class ItemMeanings {

    private ItemMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return micro instanceof WorkMicro work ? Optional.of(of(work, site)) : Optional.empty();
    }

    private static Meaning of(WorkMicro micro, Site site) {
        if (micro instanceof WorkMicro.Disable m) {
            return disable(m, site);
        } else if (micro instanceof WorkMicro.EnableTest m) {
            CallbackView work = site.callback(m.work());
            Expr count = work.of("cancelling");
            Course undone = new Course.Decided(
                    Tla.eq(count, Tla.num(1)),
                    Course.way(Exit.TRUE, less(work)),
                    Course.way(Exit.FALSE, less(work)));
            return Meaning.of(new Course.Decided(
                    Tla.gt(count, Tla.num(0)),
                    undone,
                    Course.way(Exit.TRUE, Tla.assign("warned", Tla.TRUE), work.set("armed", Tla.FALSE))));
        } else if (micro instanceof WorkMicro.RcuWorkWait m) {
            return Meaning.doing().waitingFor(Tla.neq(site.callback(m.work()).of("timed"), Tla.str("on")));
        } else if (micro instanceof WorkMicro.ReadBusy m) {
            CallbackView work = site.callback(m.work());
            return Meaning.doing(site.into(m.into(), Tla.plus(
                    Tla.parens(Tla.ifThenElse(work.isPending(), Tla.num(1), Tla.num(0))),
                    Tla.parens(Tla.ifThenElse(work.isRunning(), Tla.num(2), Tla.num(0))))));
        } else if (micro instanceof WorkMicro.KthreadInit m) {
            return init(site.callback(m.work()));
        } else if (micro instanceof WorkMicro.KthreadModify m) {
            return modify(m, site);
        }
        throw new AssertionError(micro);
    }

    /** As the begin of a cancellation, which nobody ends. */
    private static Meaning disable(WorkMicro.Disable micro, Site site) {
        CallbackView work = site.callback(micro.work());
        Meaning begun = CallbackMeanings.cancel(micro.work(), micro.timing(), site);
        List<Expr> writes = new ArrayList<>(((Course.Way) begun.course()).writes());
        writes.addAll(site.into(micro.into(), Tla.ifThenElse(WorkMeanings.isListed(work), Tla.num(1), Tla.num(0))));
        return new Meaning(begun.faults(), begun.guard(), Course.way(Exit.NEXT, writes));
    }

    private static Expr less(CallbackView work) {
        return work.set("cancelling", Tla.minus(Tla.OLD, Tla.num(1)));
    }

    /** Whatever list it was on is corrupted by it. */
    private static Meaning init(CallbackView work) {
        List<Expr> used = new ArrayList<>(List.of(Tla.name("warned"), work.of("armed")));
        List<Expr> writes = new ArrayList<>(List.of(work.set("armed", Tla.FALSE)));
        if (work.has("timed")) {
            used.add(Tla.neq(work.of("timed"), Tla.str("off")));
            writes.add(work.set("timed", Tla.str("off")));
        }
        if (work.has("cancelling")) {
            writes.add(work.set("cancelling", Tla.num(0)));
        }
        WorkerMeanings.hasWorker(work, Tla.FALSE).ifPresent(writes::add);
        writes.add(0, Tla.assign("warned", Tla.or(used)));
        return Meaning.doing(writes);
    }

    /** Somebody who cancels the work meanwhile wins: it is not armed again. */
    private static Meaning modify(WorkMicro.KthreadModify micro, Site site) {
        CallbackView work = site.callback(micro.work());
        Expr listed = WorkMeanings.isListed(work);
        List<Expr> writes = new ArrayList<>(List.of(work.set("armed", Tla.FALSE), work.set("timed", Tla.str("on"))));
        writes.addAll(site.into(micro.into(), Tla.ifThenElse(listed, Tla.num(1), Tla.num(0))));
        WorkerMeanings.hasWorker(work, Tla.TRUE).ifPresent(writes::add);
        Course armed = Course.way(Exit.NEXT, writes);
        List<Expr> inVain = new ArrayList<>(List.of(work.set("timed", Tla.str("off"))));
        inVain.addAll(site.into(micro.into(), Tla.num(1)));
        WorkerMeanings.hasWorker(work, Tla.TRUE).ifPresent(inVain::add);
        Course course = work.isForbidden()
                .<Course>map(forbidden -> new Course.Decided(forbidden, Course.way(Exit.NEXT, inVain), armed))
                .orElse(armed);
        return Meaning.of(course).unless(WorkerMeanings.badWorker(micro.worker(), site.kernel()));
    }
}
