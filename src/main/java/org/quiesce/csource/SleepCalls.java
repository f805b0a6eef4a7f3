package org.quiesce.csource;

import java.util.Map;
import java.util.function.Function;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WaitOps;

/** Calls that sleep. */
final class SleepCalls {

    /** From this many milliseconds on somebody would mind waiting for the end of a sleep. */
    private static final int LONG = 60_000;

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
}
