package org.quiesce.csource;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Tests;
import org.quiesce.csource.Meaning.Yields;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.WaitQueueOperation;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.WaitQueueOperation.Waiters;
import org.quiesce.protocol.WakeMask;

/** Calls that sleep, wait and wake. */
final class SleepCalls {

    /** From this many milliseconds on somebody would mind waiting for the end of a sleep. */
    private static final int LONG = 60_000;

    private static final Pattern WAIT_EVENT = Pattern.compile(
            "wait_event(|_interruptible|_killable|_idle)(_exclusive)?(_timeout)?(_cmd)?");
    private static final Pattern WAIT_FOR_COMPLETION =
            Pattern.compile("wait_for_completion(|_interruptible|_killable)(_timeout)?");

    private SleepCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("set_current_state", site -> new Does(Ops.setCurrentState(site.state(0))));
        table.put("__set_current_state", site -> new Does(Ops.plainSetCurrentState(site.state(0))));
        table.put("schedule", site -> new Does(Ops.schedule()));
        table.put("schedule_timeout", SleepCalls::scheduleTimeout);
        table.put("schedule_timeout_interruptible", site -> stateAndTimeout(site, TaskState.INTERRUPTIBLE));
        table.put("schedule_timeout_uninterruptible", site -> stateAndTimeout(site, TaskState.UNINTERRUPTIBLE));
        table.put("schedule_timeout_killable", site -> stateAndTimeout(site, TaskState.KILLABLE));
        table.put("schedule_timeout_idle", site -> stateAndTimeout(site, TaskState.IDLE));
        table.put("msleep", site -> new Does(isLong(site, 1) ? Ops.msleep().ofMinutes() : Ops.msleep()));
        table.put("ssleep", site -> new Does(isLong(site, 1000) ? Ops.msleep().ofMinutes() : Ops.msleep()));
        table.put("fsleep", site -> new Does(Ops.msleep()));
        table.put("usleep_range", site -> new Does(Ops.msleep()));
        table.put("msleep_interruptible", site -> new Does(isLong(site, 1)
                ? Ops.msleepInterruptible().ofMinutes()
                : Ops.msleepInterruptible()));

        for (String mode : new String[] {"", "_interruptible", "_killable", "_idle"}) {
            for (String exclusive : new String[] {"", "_exclusive"}) {
                for (String timeout : new String[] {"", "_timeout"}) {
                    table.put("wait_event" + mode + exclusive + timeout, SleepCalls::waitEvent);
                }
            }
        }
        table.put("wait_event_exclusive_cmd", SleepCalls::waitEvent);
        for (String name : new String[] {"wake_up", "wake_up_locked", "wake_up_poll", "wake_up_sync"}) {
            table.put(name, site -> wake(site, WakeMask.NORMAL, Waiters.ONE_EXCLUSIVE));
        }
        table.put("wake_up_all", site -> wake(site, WakeMask.NORMAL, Waiters.ALL));
        for (String name : new String[] {"wake_up_interruptible", "wake_up_interruptible_sync",
            "wake_up_interruptible_poll"}) {
            table.put(name, site -> wake(site, WakeMask.INTERRUPTIBLE, Waiters.ONE_EXCLUSIVE));
        }
        table.put("wake_up_interruptible_all", site -> wake(site, WakeMask.INTERRUPTIBLE, Waiters.ALL));
        table.put("waitqueue_active", site -> new Tests(Conditions.waitqueueActive(site.object(0, Kind.WAIT_QUEUE))));
        table.put("wq_has_sleeper", site -> new Tests(Conditions.wqHasSleeper(site.object(0, Kind.WAIT_QUEUE))));
        table.put("add_wait_queue", site -> new Does(Ops.addWaitQueue(wokenEntry(site))));
        table.put("remove_wait_queue", site -> new Does(Ops.removeWaitQueue(wokenEntry(site))));
        table.put("wait_woken", SleepCalls::waitWoken);

        table.put("complete", site -> new Does(Ops.complete(site.object(0, Kind.COMPLETION))));
        table.put("complete_all", site -> new Does(Ops.completeAll(site.object(0, Kind.COMPLETION))));
        table.put("reinit_completion", site -> new Does(Ops.reinitCompletion(site.object(0, Kind.COMPLETION))));
        for (String mode : new String[] {"", "_interruptible", "_killable"}) {
            table.put("wait_for_completion" + mode, SleepCalls::waitForCompletion);
            table.put("wait_for_completion" + mode + "_timeout", SleepCalls::waitForCompletion);
        }
    }

    /** The queue of an entry that remembers its wake-ups; other entries are not modelled. */
    private static String wokenEntry(CallSite site) {
        if (!site.isInitialised(1, "func", "woken_wake_function")) {
            throw new Unresolved(site.name() + "() of an entry without woken_wake_function() is not modelled");
        }
        return site.object(0, Kind.WAIT_QUEUE);
    }

    private static boolean isLong(CallSite site, int milliseconds) {
        return site.number(0).filter(n -> (long) n * milliseconds >= LONG).isPresent();
    }

    private static Meaning scheduleTimeout(CallSite site) {
        return new Does(site.word(0).equals("MAX_SCHEDULE_TIMEOUT") ? Ops.schedule() : Ops.scheduleTimeout());
    }

    private static Meaning stateAndTimeout(CallSite site, TaskState state) {
        site.in().emit(site.line(), Ops.plainSetCurrentState(state));
        return scheduleTimeout(site);
    }

    private static Meaning waitEvent(CallSite site) {
        Matcher name = WAIT_EVENT.matcher(site.name());
        if (!name.matches()) {
            throw new AssertionError(site.name());
        }
        Condition condition = site.condition(1);
        String queue = site.object(0, Kind.WAIT_QUEUE);
        if (condition.decided().equals(Optional.of(true))) {
            return new Yields(0);
        }
        return new Does(new WaitQueueOperation.WaitEvent(queue, condition, mode(name.group(1)),
                name.group(3) == null ? Timeout.NEVER : Timeout.FINITE,
                name.group(2) == null ? Waiter.ORDINARY : Waiter.EXCLUSIVE));
    }

    private static SleepMode mode(String suffix) {
        for (SleepMode mode : SleepMode.values()) {
            if (mode.suffix().equals(suffix)) {
                return mode;
            }
        }
        throw new AssertionError(suffix);
    }

    private static Meaning waitForCompletion(CallSite site) {
        Matcher name = WAIT_FOR_COMPLETION.matcher(site.name());
        if (!name.matches()) {
            throw new AssertionError(site.name());
        }
        return new Does(new CompletionOperation.WaitForCompletion(site.object(0, Kind.COMPLETION), mode(name.group(1)),
                name.group(2) == null ? Timeout.NEVER : Timeout.FINITE));
    }

    private static Meaning wake(CallSite site, WakeMask mask, Waiters waiters) {
        return new Does(new WaitQueueOperation.WakeUp(site.object(0, Kind.WAIT_QUEUE), mask, waiters));
    }

    private static Meaning waitWoken(CallSite site) {
        for (SleepMode mode : SleepMode.values()) {
            if (mode.state() == site.state(1)) {
                boolean forEver = site.word(2).equals("MAX_SCHEDULE_TIMEOUT");
                return new Does(forEver ? Ops.waitWoken(mode) : Ops.waitWoken(mode).withTimeout());
            }
        }
        throw new Unresolved("wait_woken() in the state '" + Ast.text(site.argument(1)) + "' is not modelled");
    }
}
