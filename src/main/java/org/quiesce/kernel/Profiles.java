package org.quiesce.kernel;

import static org.quiesce.kernel.Axis.BIND_WARNS_OF_STARTED;
import static org.quiesce.kernel.Axis.CANCELLED_WORK_PENDS;
import static org.quiesce.kernel.Axis.CREATE_WORKER_WAKES;
import static org.quiesce.kernel.Axis.DESTROY_WORKER_SEES_DELAYED;
import static org.quiesce.kernel.Axis.DRAINED_QUEUE_REJECTS;
import static org.quiesce.kernel.Axis.EXIT_SHOWS_FIRST;
import static org.quiesce.kernel.Axis.FREE_IRQ_AWAITS_THREAD;
import static org.quiesce.kernel.Axis.FREEZER_USES_TASK_FROZEN;
import static org.quiesce.kernel.Axis.REFUSED_SLEEP_SHOWS;
import static org.quiesce.kernel.Axis.RESULT_IN_KTHREAD;
import static org.quiesce.kernel.Axis.STOP_SETS_NOTIFY_SIGNAL;
import static org.quiesce.kernel.Axis.THAW_RESTORES_SLEEP;
import static org.quiesce.kernel.Axis.UNPARK_ONLY_IF_PARK_BIT;
import static org.quiesce.kernel.Axis.WAIT_WOKEN_TESTS_PARK;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel profiles that Quiesce knows, oldest first. */
public final class Profiles {

    public static final Profile LINUX_5_10 = profile("linux-5.10", CREATE_WORKER_WAKES, CANCELLED_WORK_PENDS);
    public static final Profile LINUX_5_15 =
            profile("linux-5.15", CREATE_WORKER_WAKES, UNPARK_ONLY_IF_PARK_BIT, CANCELLED_WORK_PENDS);
    public static final Profile LINUX_6_1 = profile("linux-6.1", CREATE_WORKER_WAKES, UNPARK_ONLY_IF_PARK_BIT,
            STOP_SETS_NOTIFY_SIGNAL, FREEZER_USES_TASK_FROZEN, RESULT_IN_KTHREAD, CANCELLED_WORK_PENDS,
            REFUSED_SLEEP_SHOWS);
    public static final Profile LINUX_6_6 = profile("linux-6.6", CREATE_WORKER_WAKES, UNPARK_ONLY_IF_PARK_BIT,
            STOP_SETS_NOTIFY_SIGNAL, FREEZER_USES_TASK_FROZEN, RESULT_IN_KTHREAD, THAW_RESTORES_SLEEP,
            DRAINED_QUEUE_REJECTS, DESTROY_WORKER_SEES_DELAYED, WAIT_WOKEN_TESTS_PARK, FREE_IRQ_AWAITS_THREAD,
            CANCELLED_WORK_PENDS, REFUSED_SLEEP_SHOWS);
    public static final Profile LINUX_6_12 = profile("linux-6.12", CREATE_WORKER_WAKES, UNPARK_ONLY_IF_PARK_BIT,
            STOP_SETS_NOTIFY_SIGNAL, FREEZER_USES_TASK_FROZEN, RESULT_IN_KTHREAD, THAW_RESTORES_SLEEP,
            DRAINED_QUEUE_REJECTS, DESTROY_WORKER_SEES_DELAYED, WAIT_WOKEN_TESTS_PARK,
            FREE_IRQ_AWAITS_THREAD);
    public static final Profile LINUX_6_18 = profile("linux-6.18", UNPARK_ONLY_IF_PARK_BIT,
            STOP_SETS_NOTIFY_SIGNAL, FREEZER_USES_TASK_FROZEN, RESULT_IN_KTHREAD, THAW_RESTORES_SLEEP,
            DRAINED_QUEUE_REJECTS, DESTROY_WORKER_SEES_DELAYED, WAIT_WOKEN_TESTS_PARK,
            FREE_IRQ_AWAITS_THREAD, BIND_WARNS_OF_STARTED, EXIT_SHOWS_FIRST);

    private static final List<Profile> ALL =
            List.of(LINUX_5_10, LINUX_5_15, LINUX_6_1, LINUX_6_6, LINUX_6_12, LINUX_6_18);

    private Profiles() {}

    private static Profile profile(String name, Axis... on) {
        return new Profile(name, Set.of(on));
    }

    /** Every version in its usual (preemptible RCU) build, oldest first. */
    public static List<Profile> all() {
        return ALL;
    }

    /** The newest version. */
    public static Profile newest() {
        return ALL.get(ALL.size() - 1);
    }

    /** The profile of that name; {@code linux-} may be left out, {@code +classic-rcu} may follow. */
    public static Optional<Profile> named(String name) {
        String full = name.startsWith("linux-") ? name : "linux-" + name;
        return Stream.concat(ALL.stream(), ALL.stream().map(Profile::withClassicRcu))
                .filter(profile -> profile.name().equals(full))
                .findFirst();
    }
}
