package org.quiesce.csource;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitives;

/** The functions of the kernel that matter to threads, whether they can be translated or not. */
final class KnownFunctions {

    /** What has such a name waits, wakes, locks or queues: to take it for nothing could hide a fault. */
    private static final Pattern SUSPICIOUS = Pattern.compile(
            "_*(?:(?:io_|s)?wait_|s?wake_|rcuwait_|rt_mutex_|kthread_|complete|schedule|mutex_|(?:raw_)?(?:spin|read|write)_(?:try)?(?:un)?lock"
                    + "|down_|up_|rwsem_|del_timer|timer_|hrtimer_|cancel_|flush_|drain_|(?:mod_|queue_)(?:delayed_|rcu_)?work|call_s?rcu"
                    + "|synchronize_|s?rcu_|tasklet_|(?:free|request|enable|disable)_irq|freez|try_to_freeze|percpu_ref_kill"
                    + "|set_current_state|prepare_to_|finish_wait|stop_machine|smpboot_|cpus_|get_task_|put_task_).*");

    /** What is flushed there is a cache of the processor. */
    private static final Pattern OF_CACHES = Pattern.compile("flush_(?:[di]?cache|kernel_[di]?cache|kernel_vmap|tlb|anon_page|pfn_alias).*");

    private static final Set<String> NAMES =
            Primitives.read().all().map(Primitive::name).collect(Collectors.toUnmodifiableSet());

    /** Whether a function without a translation may not be taken for one that does nothing. */
    boolean matters(String name) {
        return NAMES.contains(name) || SUSPICIOUS.matcher(name).matches() && !OF_CACHES.matcher(name).matches();
    }
}
