package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Held;
import org.quiesce.csource.Meaning.Tests;
import org.quiesce.csource.Meaning.Yields;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.WaitOps;
import org.quiesce.protocol.WaitQueueOperation;
import org.quiesce.protocol.WaitQueueOperation.AroundSleep;
import org.quiesce.protocol.WaitQueueOperation.WaitEvent;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.WaitQueueOperation.Waiters;
import org.quiesce.protocol.WakeMask;

/** Calls about wait queues. */
final class WaitCalls {

    private static final Pattern WAIT_EVENT = Pattern.compile("(?:io_)?wait_event(|_interruptible|_killable|_idle|_freezable)"
            + "(_exclusive)?(_lock_irq)?(_timeout|_hrtimeout)?(?:_cmd)?");

    /** What only wakes who waits; one that remembers its wake-ups does that, too. */
    private static final Set<String> WAKES = Set.of("default_wake_function", "woken_wake_function");

    private WaitCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        for (String name : names()) {
            table.put(name, WaitCalls::waitEvent);
        }
        wakes(table);
        entries(table);
        table.put("waitqueue_active", site -> new Tests(Conditions.waitqueueActive(queue(site))));
        table.put("wq_has_sleeper", site -> new Tests(Conditions.wqHasSleeper(queue(site))));
        table.put("wait_woken", WaitCalls::waitWoken);
    }

    /** The functions of the kernel that wait for a condition on a queue. */
    private static List<String> names() {
        return List.of("wait_event", "wait_event_timeout", "wait_event_interruptible", "wait_event_interruptible_timeout",
                "wait_event_killable", "wait_event_killable_timeout", "wait_event_idle", "wait_event_idle_timeout",
                "wait_event_interruptible_exclusive", "wait_event_killable_exclusive", "wait_event_idle_exclusive",
                "wait_event_idle_exclusive_timeout", "wait_event_cmd", "wait_event_exclusive_cmd", "io_wait_event",
                "wait_event_freezable", "wait_event_freezable_timeout", "wait_event_hrtimeout",
                "wait_event_interruptible_hrtimeout", "wait_event_lock_irq", "wait_event_lock_irq_cmd",
                "wait_event_interruptible_lock_irq", "wait_event_interruptible_lock_irq_cmd", "wait_event_lock_irq_timeout",
                "wait_event_interruptible_lock_irq_timeout");
    }

    private static void wakes(Map<String, Function<CallSite, Meaning>> table) {
        for (String name : List.of("wake_up", "wake_up_locked", "wake_up_poll", "wake_up_sync", "wake_up_sync_poll",
                "wake_up_poll_on_current_cpu")) {
            table.put(name, site -> wake(site, WakeMask.NORMAL, Waiters.ONE_EXCLUSIVE));
        }
        for (String name : List.of("wake_up_all", "wake_up_all_locked", "wake_up_pollfree")) {
            table.put(name, site -> wake(site, WakeMask.NORMAL, Waiters.ALL));
        }
        for (String name : List.of("wake_up_interruptible", "wake_up_interruptible_sync", "wake_up_interruptible_poll",
                "wake_up_interruptible_sync_poll")) {
            table.put(name, site -> wake(site, WakeMask.INTERRUPTIBLE, Waiters.ONE_EXCLUSIVE));
        }
        table.put("wake_up_interruptible_all", site -> wake(site, WakeMask.INTERRUPTIBLE, Waiters.ALL));
        table.put("wake_up_nr", site -> site.number(1).filter(n -> n > 1)
                .<Meaning>map(n -> new Does(WaitOps.wakeUpNr(queue(site), n)))
                .orElseThrow(() -> new Unresolved("how many wake_up_nr() wakes is unknown")));
    }

    private static void entries(Map<String, Function<CallSite, Meaning>> table) {
        table.put("add_wait_queue", site -> new Does(Ops.addWaitQueue(wokenBy(site, WAKES))));
        table.put("add_wait_queue_exclusive", site -> new Does(WaitOps.addWaitQueueExclusive(wokenBy(site, WAKES))));
        table.put("add_wait_queue_priority", site -> new Does(WaitOps.addWaitQueuePriority(wokenBy(site, WAKES))));
        table.put("remove_wait_queue", site -> new Does(Ops.removeWaitQueue(wokenBy(site, WAKES))));
        Set<String> removes = Set.of("autoremove_wake_function");
        table.put("prepare_to_wait", site -> new Does(WaitOps.prepareToWait(wokenBy(site, removes), site.state(2))));
        table.put("prepare_to_wait_exclusive",
                site -> new Does(WaitOps.prepareToWaitExclusive(wokenBy(site, removes), site.state(2))));
        table.put("prepare_to_wait_event",
                site -> new Does(WaitOps.prepareToWaitEvent(wokenBy(site, removes), site.sleepMode(2))));
        table.put("finish_wait", site -> new Does(WaitOps.finishWait(wokenBy(site, removes))));
    }

    private static String queue(CallSite site) {
        return site.object(0, Kind.WAIT_QUEUE);
    }

    /** The queue of an entry that is defined with one of those wake functions; others are not modelled. */
    private static String wokenBy(CallSite site, Set<String> functions) {
        if (functions.stream().noneMatch(function -> site.isInitialised(1, "func", function))) {
            throw new Unresolved(site.name() + "() of an entry with another wake function than "
                    + String.join("() or ", functions.stream().sorted().toList()) + "() is not modelled");
        }
        return queue(site);
    }

    private static Meaning wake(CallSite site, WakeMask mask, Waiters waiters) {
        return new Does(new WaitQueueOperation.WakeUp(queue(site), mask, waiters));
    }

    private static Meaning waitWoken(CallSite site) {
        boolean forEver = site.word(2).equals("MAX_SCHEDULE_TIMEOUT");
        SleepMode mode = site.sleepMode(1);
        return new Does(forEver ? Ops.waitWoken(mode) : Ops.waitWoken(mode).withTimeout());
    }

    // ---- conditions

    private static Meaning waitEvent(CallSite site) {
        Matcher name = WAIT_EVENT.matcher(site.name());
        if (!name.matches()) {
            throw new AssertionError(site.name());
        }
        boolean freezing = name.group(1).equals("_freezable");
        SleepMode mode = freezing ? SleepMode.INTERRUPTIBLE : SleepMode.suffixed(name.group(1));
        Waiter waiter = name.group(2) == null ? Waiter.ORDINARY : Waiter.EXCLUSIVE;
        Timeout timeout = name.group(4) == null ? Timeout.NEVER
                : name.group(4).equals("_timeout") ? Timeout.FINITE : Timeout.HIGH_RESOLUTION;
        // A user task is frozen elsewhere, and sleeps on as after a signal.
        AroundSleep around = freezing && site.in().kind() == ContextRules.Kind.KTHREAD ? new AroundSleep.Freezing()
                : name.group(3) != null ? new AroundSleep.Unlocked(site.object(2, Kind.SPINLOCK))
                : new AroundSleep.Nothing();
        String queue = queue(site);
        Optional<Condition> condition = site.in().pureCondition(site.argument(1));
        if (condition.isEmpty()) {
            return new WaitLoop(site, queue, mode, timeout, waiter, around).meaning();
        } else if (condition.get().decided().equals(Optional.of(true))) {
            return new Yields(0);
        }
        return touching(site, new WaitEvent(queue, condition.get(), mode, timeout, waiter, around));
    }

    /** Who has waited has looked at the condition once more, and takes himself off the queue: in memory that may be freed. */
    private static Meaning touching(CallSite site, WaitEvent wait) {
        Optional<IBinding> memory = site.in().memoryOf(site.argument(0));
        if (memory.isEmpty()) {
            return new Does(wait);
        }
        Meaning yields = new Yields(0);
        if (wait.result() == Result.NUMBER) {
            String result = site.in().temporary("ret");
            site.in().out().assign(site.line(), result, wait);
            yields = new Held(result);
        } else {
            site.in().emit(site.line(), wait);
        }
        site.in().effects().use(memory.get(), site.line());
        return yields;
    }
}
