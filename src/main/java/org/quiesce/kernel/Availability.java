package org.quiesce.kernel;

import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_5_15;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.kernel.Profiles.LINUX_6_6;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A function that modules have not always had, or do not have any more. A protocol may use it on every kernel: what it
 * does is modelled, but on
 * some kernels the code does not compile, or the module does not load.
 *
 * @param function its name
 * @param since    the mainline version with which modules have it
 * @param until    the last mainline version that has it, if it is gone
 * @param missing  the versions that are known here and do not have it, backports considered
 * @param instead  what to write there, as a clause
 * @param source   where that is known from, and what is uncertain about it
 */
public record Availability(
        String function,
        String since,
        Optional<String> until,
        List<Profile> missing,
        String instead,
        String source) {

    private static final List<Profile> BEFORE_6_12 = List.of(LINUX_5_10, LINUX_5_15, LINUX_6_1, LINUX_6_6);
    private static final List<Profile> BEFORE_6_18 =
            List.of(LINUX_5_10, LINUX_5_15, LINUX_6_1, LINUX_6_6, LINUX_6_12);

    private static final List<Availability> ALL = List.of(
            new Availability("kthread_stop_put", "6.7", List.of(LINUX_5_10, LINUX_5_15, LINUX_6_1),
                    "kthread_stop() and put_task_struct() do the same",
                    "backported to 6.6, stable review of June 2024; absent in 6.1.192, present in 6.12.117"),
            new Availability("kthread_exit", "6.10", List.of(LINUX_5_10, LINUX_5_15, LINUX_6_1, LINUX_6_6),
                    "kthread_complete_and_exit(NULL, code) does the same, before 5.17 complete_and_exit()",
                    "a function since 5.17, exported to modules by commit 3a35c13007de, also in 6.9.9; not exported in"
                            + " 6.1.192, exported in 6.12.117; value for 6.6 uncertain"),
            new Availability("kthread_complete_and_exit", "5.17", List.of(LINUX_5_10, LINUX_5_15),
                    "before that it was called complete_and_exit()",
                    "5.17, from memory; present in 6.1.192 and 6.12.117"),
            new Availability("module_put_and_kthread_exit", "5.17", List.of(LINUX_5_10, LINUX_5_15),
                    "before that it was called module_put_and_exit()",
                    "5.17, from memory; present in 6.1.192 and 6.12.117"),
            new Availability("timer_shutdown_sync", "6.2", List.of(LINUX_5_10),
                    "del_timer_sync() alone does not keep the timer from being armed again",
                    "backported to 6.1.158, stable review of October 2025, and then to 5.15; the backport to 5.10 was"
                            + " dropped in April 2026; present in 6.1.192 and 6.12.117"),
            new Availability("timer_delete_sync", "6.2", List.of(LINUX_5_10),
                    "before that it was called del_timer_sync()",
                    "renamed together with the introduction of timer_shutdown_sync(), and backported with it"),
            new Availability("timer_delete", "6.2", List.of(LINUX_5_10),
                    "before that it was called del_timer()",
                    "renamed together with the introduction of timer_shutdown_sync(), and backported with it"),
            new Availability("disable_work", "6.10", BEFORE_6_12,
                    "there is nothing that keeps an item from being queued again after cancel_work()",
                    "6.10, from memory; absent in 6.1.192, present in 6.12.117"),
            new Availability("disable_work_sync", "6.10", BEFORE_6_12,
                    "there is nothing that keeps an item from being queued again after cancel_work_sync()",
                    "6.10, from memory; absent in 6.1.192, present in 6.12.117"),
            new Availability("disable_delayed_work", "6.10", BEFORE_6_12,
                    "there is nothing that keeps an item from being queued again after cancel_delayed_work()",
                    "6.10, from memory; absent in 6.1.192, present in 6.12.117"),
            new Availability("disable_delayed_work_sync", "6.10", BEFORE_6_12,
                    "there is nothing that keeps an item from being queued again after cancel_delayed_work_sync()",
                    "6.10, from memory; absent in 6.1.192, present in 6.12.117"),
            new Availability("enable_work", "6.10", BEFORE_6_12,
                    "nothing disables an item there",
                    "6.10, from memory; absent in 6.1.192, present in 6.12.117"),
            new Availability("enable_delayed_work", "6.10", BEFORE_6_12,
                    "nothing disables an item there",
                    "6.10, from memory; absent in 6.1.192, present in 6.12.117"),
            new Availability("kthread_run_worker", "6.14", BEFORE_6_18,
                    "kthread_create_worker() starts the thread there",
                    "6.14, from memory; absent in 6.1.192 and 6.12.117"),
            new Availability("kthread_run_worker_on_cpu", "6.14", BEFORE_6_18,
                    "kthread_create_worker_on_cpu() starts the thread there",
                    "6.14, from memory; absent in 6.1.192 and 6.12.117"),
            new Availability("kthread_create_worker_on_node", "6.14", BEFORE_6_18,
                    "kthread_create_worker() leaves the node to the kernel",
                    "6.14, from memory; absent in 6.1.192 and 6.12.117"),
            new Availability("kthread_affine_preferred", "6.14", BEFORE_6_18,
                    "a thread can only be bound there",
                    "6.14, from memory; absent in 6.1.192 and 6.12.117; exported to modules only some releases later"),
            new Availability("timer_shutdown", "6.2", List.of(LINUX_5_10),
                    "del_timer() alone does not keep the timer from being armed again",
                    "introduced and backported together with timer_shutdown_sync()"),
            new Availability("del_timer", "2.4", Optional.of("6.14"), List.of(LINUX_6_18),
                    "since 6.2 it is called timer_delete()",
                    "removed in 6.15, from memory; present in 6.1.192 and 6.12.117"),
            new Availability("del_timer_sync", "2.4", Optional.of("6.14"), List.of(LINUX_6_18),
                    "since 6.2 it is called timer_delete_sync()",
                    "removed in 6.15, from memory; present in 6.1.192 and 6.12.117"),
            new Availability("cancel_work", "6.0", List.of(),
                    "",
                    "had been removed in 4.18; its return was backported to 5.10, stable review of December 2023, and so"
                            + " presumably to 5.15"));

    private Availability(String function, String since, List<Profile> missing, String instead, String source) {
        this(function, since, Optional.empty(), missing, instead, source);
    }

    public Availability {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        missing = List.copyOf(missing);
        Objects.requireNonNull(instead, "instead");
        Objects.requireNonNull(source, "source");
    }

    /** What is known of a function; nothing if modules have had it for longer than any kernel that is known here. */
    public static Optional<Availability> of(String function) {
        return ALL.stream().filter(a -> a.function.equals(function)).findFirst();
    }

    /** Every function that came, or came back, with a version not long ago. */
    public static List<Availability> all() {
        return ALL;
    }

    /** Whether modules have the function on a kernel, however it is built. */
    public boolean isIn(Profile profile) {
        return missing.stream().noneMatch(lacking ->
                profile.equals(lacking) || profile.equals(lacking.withClassicRcu()));
    }

    /** What to know about a kernel that does not have it, as a clause. */
    public String note() {
        String releases = until.map(last -> "until Linux " + last).orElse("since Linux " + since);
        return function + "() is there for modules " + releases + (instead.isEmpty() ? "" : "; " + instead);
    }
}
