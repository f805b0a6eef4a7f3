package org.quiesce.kernellog;

import java.util.List;
import java.util.Set;

/** What holds of the log of every kernel and every module that are right. */
public enum LintRule {
    THREAD_AFTER_UNLOAD("thread-after-unload", "a thread that a module started runs after the module's text was freed",
            List.of(Set.of("module_free"), Set.of("sched_switch"))),
    STOP_OF_ANOTHER_TASK("stop-of-another-task", "kthread_stop() gets a task that is gone, or is no thread of the module",
            List.of(Set.of("sched_kthread_stop"))),
    STOP_WITHOUT_RETURN("stop-without-return", "kthread_stop() does not return",
            List.of(Set.of("sched_kthread_stop"))),
    STOP_WITHOUT_WAKE_UP("stop-without-wake-up", "a thread that is being stopped sleeps, and nobody wakes it",
            List.of(Set.of("sched_kthread_stop"), Set.of("sched_switch"), Set.of("sched_waking"))),
    WORK_AFTER_UNLOAD("work-after-unload", "work or a timer of a module runs after the module's text was freed",
            List.of(Set.of("module_free"), Set.of("workqueue_execute_start", "sched_kthread_work_execute_start",
                    "timer_expire_entry")));

    private final String id;
    private final String meaning;
    private final List<Set<String>> needed;

    LintRule(String id, String meaning, List<Set<String>> needed) {
        this.id = id;
        this.meaning = meaning;
        this.needed = needed;
    }

    /** Its name in results. */
    public String id() {
        return id;
    }

    /** What is found by it, as a clause. */
    public String meaning() {
        return meaning;
    }

    /** Whether enough occurs in a log, which has events of those names, to find anything. */
    public boolean appliesTo(Set<String> names) {
        return missingFrom(names).isEmpty();
    }

    /** What such a log would have to have for that: of each set one event. */
    public List<Set<String>> missingFrom(Set<String> names) {
        return needed.stream().filter(any -> any.stream().noneMatch(names::contains)).toList();
    }
}
