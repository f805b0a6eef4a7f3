package org.quiesce.csource;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Tests;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.WaitOps;

/** Calls that sleep, and those about completions. */
final class SleepCalls {

    /** From this many milliseconds on somebody would mind waiting for the end of a sleep. */
    private static final int LONG = 60_000;

    private static final Pattern WAIT_FOR_COMPLETION =
            Pattern.compile("wait_for_completion(?:_io)?(|_interruptible|_killable)(_timeout)?");

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
        table.put("might_sleep", site -> new Does(WaitOps.mightSleep()));
        table.put("cond_resched", site -> new Does(WaitOps.condResched()));
        table.put("msleep", site -> new Does(isLong(site, 1) ? Ops.msleep().ofMinutes() : Ops.msleep()));
        table.put("ssleep", site -> new Does(isLong(site, 1000) ? Ops.msleep().ofMinutes() : Ops.msleep()));
        table.put("fsleep", site -> new Does(Ops.msleep()));
        table.put("usleep_range", site -> new Does(Ops.msleep()));
        table.put("msleep_interruptible", site -> new Does(isLong(site, 1)
                ? Ops.msleepInterruptible().ofMinutes()
                : Ops.msleepInterruptible()));

        table.put("schedule_hrtimeout", site -> new Does(WaitOps.scheduleHrtimeout()));
        table.put("schedule_hrtimeout_range", table.get("schedule_hrtimeout"));
        table.put("usleep_idle_range", table.get("usleep_range"));
        table.put("usleep_range_state", table.get("usleep_range"));

        table.put("complete_on_current_cpu", site -> new Does(Ops.complete(site.object(0, Kind.COMPLETION))));
        table.put("try_wait_for_completion",
                site -> new Does(WaitOps.tryWaitForCompletion(site.object(0, Kind.COMPLETION))));
        table.put("completion_done", site -> new Tests(Conditions.completionDone(site.object(0, Kind.COMPLETION))));
        table.put("wait_for_completion_state", SleepCalls::waitInState);
        table.put("wait_for_completion_io", SleepCalls::waitForCompletion);
        table.put("wait_for_completion_io_timeout", SleepCalls::waitForCompletion);
        table.put("complete", site -> new Does(Ops.complete(site.object(0, Kind.COMPLETION))));
        table.put("complete_all", site -> new Does(Ops.completeAll(site.object(0, Kind.COMPLETION))));
        table.put("reinit_completion", site -> new Does(Ops.reinitCompletion(site.object(0, Kind.COMPLETION))));
        for (String mode : new String[] {"", "_interruptible", "_killable"}) {
            table.put("wait_for_completion" + mode, SleepCalls::waitForCompletion);
            table.put("wait_for_completion" + mode + "_timeout", SleepCalls::waitForCompletion);
        }
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

    private static Meaning waitInState(CallSite site) {
        return new Does(new CompletionOperation.WaitForCompletion(
                site.object(0, Kind.COMPLETION), site.sleepMode(1), Timeout.NEVER));
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
}
