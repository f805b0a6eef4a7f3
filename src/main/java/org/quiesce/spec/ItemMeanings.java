package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program.Timing;
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
            return CallbackMeanings.cancel(m.work(), m.timing(), m.into(), site);
        } else if (micro instanceof WorkMicro.EnableTest m) {
            return WorkMeanings.enabled(
                    site.callback(m.work()), Timing.AT_ONCE, site, Exit.TRUE, Exit.FALSE, Optional.empty());
        } else if (micro instanceof WorkMicro.RcuWorkWait m) {
            return Meaning.doing().waitingFor(Tla.neq(site.callback(m.work()).of("timed"), Tla.str("on")));
        } else if (micro instanceof WorkMicro.ReadBusy m) {
            CallbackView work = site.callback(m.work());
            return Meaning.doing(site.into(m.into(), Tla.plus(
                    Tla.parens(Site.oneIf(work.isPending())),
                    Tla.parens(Tla.ifThenElse(work.isRunning(), Tla.num(2), Tla.num(0))))));
        } else if (micro instanceof WorkMicro.KthreadInit m) {
            return init(site.callback(m.work()), site.kernel());
        } else if (micro instanceof WorkMicro.KthreadModify m) {
            return modify(m, site);
        }
        throw new AssertionError(micro);
    }

    /** Whatever list it was on is corrupted by it. */
    private static Meaning init(CallbackView work, Kernel kernel) {
        List<Expr> used = new ArrayList<>(List.of(Tla.name("warned"), work.of("armed")));
        List<Expr> writes = new ArrayList<>(Lines.left(work, kernel));
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
        Expr listed = work.isListed();
        List<Expr> writes = new ArrayList<>(Lines.left(work, site.kernel()));
        writes.add(work.set("timed", Tla.str("on")));
        writes.addAll(site.into(micro.into(), Site.oneIf(listed)));
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
