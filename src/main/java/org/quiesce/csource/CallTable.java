package org.quiesce.csource;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.csource.Meaning.Nothing;

/** What the calls of kernel functions mean. */
final class CallTable {

    /** They neither wait nor touch what is tracked: nothing is lost without them. */
    private static final Set<String> HARMLESS = Set.of(
            "printk", "pr_info", "pr_err", "pr_warn", "pr_debug", "pr_notice", "pr_crit", "pr_alert", "pr_emerg", "pr_cont",
            "pr_devel", "pr_info_once", "pr_warn_once", "pr_info_ratelimited", "pr_warn_ratelimited", "pr_err_ratelimited",
            "dev_info", "dev_err", "dev_warn", "dev_dbg", "dev_notice", "dev_crit", "dev_err_probe", "netdev_info",
            "netdev_err", "netdev_warn", "netdev_dbg", "mutex_init", "spin_lock_init", "raw_spin_lock_init",
            "rwlock_init", "init_rwsem", "init_completion", "init_waitqueue_head", "init_waitqueue_entry",
            "INIT_WORK", "INIT_DELAYED_WORK", "INIT_DEFERRABLE_WORK", "INIT_RCU_WORK", "hrtimer_init",
            "hrtimer_setup", "hrtimer_forward", "hrtimer_forward_now", "hrtimer_set_expires", "hrtimer_add_expires",
            "hrtimer_add_expires_ns", "hrtimer_get_expires", "hrtimer_get_remaining", "hrtimer_cb_get_time",
            "hrtimer_expires_remaining", "kthread_init_work",
            "kthread_init_delayed_work", "timer_setup", "setup_timer", "tasklet_setup", "tasklet_init", "init_task_work",
            "INIT_WORK_ONSTACK", "INIT_DELAYED_WORK_ONSTACK", "timer_setup_on_stack", "barrier", "smp_mb", "smp_rmb", "smp_mb__before_atomic", "smp_mb__after_atomic", "atomic_read", "atomic_long_read", "refcount_read",
            "smp_wmb", "mb", "rmb", "wmb", "cpu_relax", "mutex_destroy", "WARN_ON", "WARN_ON_ONCE", "BUG_ON", "BUG", "WARN",
            "WARN_ONCE", "BUILD_BUG_ON", "lockdep_assert_held", "set_user_nice", "sched_set_fifo",
            "sched_set_normal", "sched_set_fifo_low", "kthread_data", "sizeof", "memset", "memcpy", "strcpy", "strscpy",
            "snprintf", "sprintf", "scnprintf", "udelay", "ndelay", "mdelay", "jiffies_to_msecs", "msecs_to_jiffies",
            "cpuhp_remove_state_nocalls", "yield", "timer_container_of", "from_timer", "from_tasklet", "from_work",
            "destroy_work_on_stack", "PTR_ERR", "ERR_CAST", "PTR_ERR_OR_ZERO", "IS_ERR", "IS_ERR_OR_NULL", "poll_wait", "mutex_init_with_key", "lockdep_set_class", "lockdep_assert_not_held",
            "lockdep_is_held", "sched_setscheduler", "sched_setscheduler_nocheck", "set_cpus_allowed_ptr", "task_pid_nr",
            "get_task_comm", "set_task_ioprio", "cleanup_srcu_struct", "init_srcu_struct", "workqueue_set_max_active");

    /** What changes nothing for other contexts, as long as nobody else is known to do anything. */
    private static final Pattern PRIVATE = Pattern.compile(
            "[msfu]+sleep\\w*|might_sleep|cond_resched|\\w*free\\w*|signal_pending|(?:__)?set_current_state");

    private static final Pattern CONDITION = Pattern.compile("(?:io_|s)?wait_(?:var_)?event\\w*|rcuwait_wait_event");

    private final Map<String, Function<CallSite, Meaning>> meanings = new HashMap<>();
    /** Those that by themselves do nothing to threads. */
    private final Set<String> passive;

    CallTable() {
        ThreadCalls.addTo(meanings);
        SignalCalls.addTo(meanings);
        UserMemoryCalls.addTo(meanings);
        SleepCalls.addTo(meanings);
        CompletionCalls.addTo(meanings);
        WaitCalls.addTo(meanings);
        Map<String, Function<CallSite, Meaning>> locks = new HashMap<>();
        LockCalls.addTo(locks);
        KernelLocks.addTo(locks);
        meanings.putAll(locks);
        CallbackCalls.addTo(meanings);
        InterruptCalls.addTo(meanings);
        ManagedCalls.addTo(meanings);
        WorkCalls.addTo(meanings);
        ReferenceCalls.addTo(meanings);
        Allocations.addTo(meanings);
        BitCalls.addTo(meanings);
        Map<String, Function<CallSite, Meaning>> files = new HashMap<>();
        FileCalls.addTo(files);
        Map<String, Function<CallSite, Meaning>> lists = new HashMap<>();
        Lists.addTo(lists);
        passive = Stream.of(locks, files, lists).flatMap(known -> known.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
        meanings.putAll(files);
        meanings.putAll(lists);
        HARMLESS.forEach(name -> meanings.putIfAbsent(name, site -> new Nothing()));
    }

    /** Whether a function that calls it does something to threads, or to what they wait for. */
    boolean matters(String name) {
        return meanings.containsKey(name) && !HARMLESS.contains(name) && !passive.contains(name)
                && !Allocations.isAllocator(name) && !UserMemoryCalls.isOne(name)
                && !PRIVATE.matcher(name).matches();
    }

    /** Whether a call of it evaluates an argument again and again, as a macro. */
    static boolean takesCondition(String name) {
        return CONDITION.matcher(name).matches();
    }

    /** What a call of the function of that name means; empty if nothing is known of it. */
    Optional<Function<CallSite, Meaning>> meaning(String name) {
        return Optional.ofNullable(meanings.get(name));
    }
}
