package org.quiesce.kernel;

import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_5_15;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_6;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A function that modules have not always had. A protocol may use it on every kernel: what it does is modelled, but on
 * some kernels the code does not compile, or the module does not load.
 *
 * @param function its name
 * @param since    the mainline version with which modules have it
 * @param missing  the versions that are known here and do not have it, backports considered
 * @param instead  what to write there, as a clause
 * @param source   where that is known from, and what is uncertain about it
 */
public record Availability(String function, String since, List<Profile> missing, String instead, String source) {

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
            new Availability("cancel_work", "6.0", List.of(),
                    "",
                    "had been removed in 4.18; its return was backported to 5.10, stable review of December 2023, and so"
                            + " presumably to 5.15"));

    public Availability {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(since, "since");
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
        return function + "() is there for modules since Linux " + since + (instead.isEmpty() ? "" : "; " + instead);
    }
}
