package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.QueueMicro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Wait queues, where a caller queues by hand, and wake-ups that pick among the waiters. */
final class EntryMeanings {

    private EntryMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        return micro instanceof QueueMicro queue ? Optional.of(of(queue, site)) : Optional.empty();
    }

    private static Meaning of(QueueMicro micro, Site site) {
        if (micro instanceof QueueMicro.Enqueue m) {
            return Meaning.doing(
                    QueueMeanings.join(m.queue(), site), site.setOwn("state", Tla.str(m.state().name())));
        } else if (micro instanceof QueueMicro.EnqueueUnlessSignalled m) {
            return QueueMeanings.prepare(m.queue(), m.mode(), site);
        } else if (micro instanceof QueueMicro.TestAndSet m) {
            return Meaning.of(new Course.Decided(
                    Tla.name(m.flag()), Course.way(Exit.TRUE), Course.way(Exit.FALSE, Tla.assign(m.flag(), Tla.TRUE))));
        } else if (micro instanceof QueueMicro.Join m) {
            Expr already = Tla.in(site.self(), Tla.name(m.queue()));
            return Meaning.doing(QueueMeanings.warnIf(already), QueueMeanings.join(m.queue(), site));
        } else if (micro instanceof QueueMicro.WakeQueueSome m) {
            return wakeSome(m, site);
        } else if (micro instanceof QueueMicro.WakeQueueFirst m) {
            return wakeFirst(m, site);
        } else if (micro instanceof QueueMicro.SwakeUpOne m) {
            return swake(m.queue(), site);
        }
        throw new AssertionError(micro);
    }

    private static Meaning wakeSome(QueueMicro.WakeQueueSome micro, Site site) {
        Expr mask = QueueMeanings.mask(micro.mask(), site);
        Expr queue = Tla.name(micro.queue());
        Expr wakeable = QueueMeanings.wakeable(micro.queue(), micro.exclusive(), mask, site);
        List<Expr> writes = new ArrayList<>(List.of(site.kernel().call(
                Operator.WAKE_UP_NR, queue, wakeable, Tla.num(micro.number()), mask)));
        writes.addAll(QueueMeanings.noticed(micro.queue(), site));
        return Meaning.doing(writes).unless(Stale.faults(micro.queue(), site));
    }

    /** An entry with priority that is woken uses the wake-up up. */
    private static Meaning wakeFirst(QueueMicro.WakeQueueFirst micro, Site site) {
        Expr mask = QueueMeanings.mask(micro.mask(), site);
        Expr queue = Tla.name(micro.queue());
        Expr t = Tla.name("t");
        Expr first = Tla.filter("t", site.facts().setOf(micro.priority(), site.kernel()),
                Tla.and(Tla.in(t, queue), Tla.in(Tla.at("state", t), mask)));
        Expr one = Tla.exists("t", first, site.kernel().call(Operator.WAKE_QUEUE, Tla.set(t), mask));
        List<Expr> others = new ArrayList<>(List.of(micro.exclusive().isEmpty()
                ? site.kernel().call(Operator.WAKE_QUEUE, queue, mask)
                : site.kernel().call(Operator.WAKE_UP, queue,
                        QueueMeanings.wakeable(micro.queue(), micro.exclusive(), mask, site), mask)));
        others.addAll(QueueMeanings.noticed(micro.queue(), site));
        Course rest = Course.way(Exit.NEXT, others);
        for (Fault stale : Stale.faults(micro.queue(), site)) {
            rest = new Course.Risky(stale, rest);
        }
        return Meaning.of(new Course.Decided(Tla.neq(first, Tla.set()), Course.next(one), rest))
                .unless(Stale.faults(micro.queue(), micro.priority(), site));
    }

    /** The waiter leaves the queue whether the wake-up has an effect on it or not. */
    private static Meaning swake(String queue, Site site) {
        Expr waiters = Tla.name(queue);
        if (site.facts().sleepers().isEmpty()) {
            return Meaning.doing();
        }
        Expr taken = Tla.exists("t", waiters, Tla.and(
                Tla.assign(queue, Tla.difference(waiters, Tla.set(Tla.name("t")))),
                site.kernel().call(Operator.WAKE_QUEUE, Tla.set(Tla.name("t")),
                        site.kernel().name(Operator.TASK_NORMAL))));
        return Meaning.of(new Course.Decided(Tla.eq(waiters, Tla.set()), Course.next(), Course.next(taken)))
                .unless(Stale.faults(queue, site));
    }
}
