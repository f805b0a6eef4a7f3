package org.quiesce.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** Wait queues: who is on one, and whom a wake-up wakes. */
final class QueueMeanings {

    private QueueMeanings() {}

    static Optional<Meaning> of(Micro micro, Site site) {
        if (micro instanceof Micro.WaitPrepare m) {
            return Optional.of(prepare(m.queue(), m.mode(), site));
        } else if (micro instanceof Micro.WaitFinish m) {
            return Optional.of(Meaning.doing(running(site), leave(m.queue(), site)));
        } else if (micro instanceof Micro.WakeQueue m) {
            return Optional.of(wakeAll(m, site));
        } else if (micro instanceof Micro.WakeQueueOne m) {
            return Optional.of(wakeOne(m, site));
        } else if (micro instanceof Micro.QueueAs m) {
            return Optional.of(Meaning.doing(site.setOwn("exclusive", Tla.bool(m.waiter() == Waiter.EXCLUSIVE))));
        } else if (micro instanceof Micro.AddWait m) {
            return Optional.of(Meaning.doing(
                    warnIf(Tla.in(site.self(), Tla.name(m.queue()))), join(m.queue(), site)));
        } else if (micro instanceof Micro.RemoveWait m) {
            return Optional.of(Meaning.doing(
                    warnIf(Tla.notIn(site.self(), Tla.name(m.queue()))), leave(m.queue(), site)));
        } else if (micro instanceof Micro.WokenTest m) {
            return Optional.of(wokenTest(m, site));
        } else if (micro instanceof Micro.WokenClear) {
            return Optional.of(Meaning.doing(running(site), site.setOwn("woken", Tla.FALSE)));
        }
        return Optional.empty();
    }

    // ---- waiters

    static Meaning prepare(String queue, SleepMode mode, Site site) {
        Course queued = Course.next(join(queue, site), site.setOwn("state", Tla.str(mode.state().name())));
        Optional<Expr> signal = site.ending(mode);
        return Meaning.of(signal
                .<Course>map(s -> new Course.Decided(s, Course.way(Exit.SIGNALLED, leave(queue, site)), queued))
                .orElse(queued));
    }

    static Expr join(String queue, Site site) {
        return Tla.assign(queue, Tla.union(Tla.name(queue), Tla.set(site.self())));
    }

    private static Expr leave(String queue, Site site) {
        return Tla.assign(queue, Tla.difference(Tla.name(queue), Tla.set(site.self())));
    }

    private static Expr running(Site site) {
        return site.setOwn("state", Tla.str("RUNNING"));
    }

    static Expr warnIf(Expr condition) {
        return Tla.assign("warned", Tla.or(Tla.name("warned"), condition));
    }

    private static Meaning wokenTest(Micro.WokenTest micro, Site site) {
        List<Expr> ways = new ArrayList<>(List.of(site.own("woken")));
        if (site.program().isKthread()) {
            ways.add(site.own("shouldStop"));
            if (site.has("shouldPark")) {
                Expr tested = Tla.name(Axis.WAIT_WOKEN_TESTS_PARK.constant());
                ways.add(Tla.and(tested, site.own("shouldPark")));
            }
        }
        return Meaning.of(new Course.Decided(
                Tla.or(ways), Course.way(Exit.TRUE, site.into(micro.into(), Tla.num(1))), Course.way(Exit.FALSE)));
    }

    // ---- wake-ups

    private static Meaning wakeAll(Micro.WakeQueue micro, Site site) {
        if (site.facts().sleepers().isEmpty()) {
            return Meaning.doing();
        }
        List<Expr> writes = new ArrayList<>(List.of(site.kernel().call(
                Operator.WAKE_QUEUE, Tla.name(micro.queue()), mask(micro.mask(), site))));
        writes.addAll(noticed(micro.queue(), site));
        return Meaning.doing(writes).unless(Stale.faults(micro.queue(), site));
    }

    private static Meaning wakeOne(Micro.WakeQueueOne micro, Site site) {
        Expr mask = mask(micro.mask(), site);
        List<Expr> writes = new ArrayList<>(List.of(site.kernel().call(
                Operator.WAKE_UP, Tla.name(micro.queue()), wakeable(micro.queue(), micro.exclusive(), mask, site), mask)));
        writes.addAll(noticed(micro.queue(), site));
        return Meaning.doing(writes).unless(Stale.faults(micro.queue(), site));
    }

    /** The exclusive waiters on a queue whose state matches a mask. */
    static Expr wakeable(String queue, List<String> exclusive, Expr mask, Site site) {
        Expr t = Tla.name("t");
        List<Expr> wakeable = new ArrayList<>(List.of(Tla.in(t, Tla.name(queue))));
        List<String> mixed = exclusive.stream().filter(site.facts().indices("exclusive")::contains).toList();
        if (mixed.equals(exclusive)) {
            wakeable.add(Tla.at("exclusive", t));
        } else if (!mixed.isEmpty()) {
            wakeable.add(Tla.implies(
                    Tla.in(t, site.facts().setOf(mixed, site.kernel())), Tla.at("exclusive", t)));
        }
        wakeable.add(Tla.in(Tla.at("state", t), mask));
        return Tla.filter("t", site.facts().setOf(exclusive, site.kernel()), Tla.and(wakeable));
    }

    static Expr mask(WakeMask mask, Site site) {
        return mask == WakeMask.NORMAL
                ? site.kernel().name(Operator.TASK_NORMAL)
                : Facts.strings(Stream.of(TaskState.values()).filter(mask::matches).map(Enum::name).toList());
    }

    /** Entries queued by hand remember that they were woken, whatever their task does. */
    static List<Expr> noticed(String queue, Site site) {
        List<String> owners = site.facts().waitersByHand(queue);
        if (owners.isEmpty()) {
            return List.of();
        }
        Expr all = Tla.name(queue);
        Expr told = owners.equals(site.facts().indices("woken"))
                ? all
                : Tla.intersection(all, site.facts().setOf(owners, site.kernel()));
        return List.of(site.kernel().call(Operator.WOKEN_WAKE, told));
    }
}
