package org.quiesce.protocol.step;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quiesce.protocol.TaskState;

/**
 * What an event in the log of a real kernel says of a run: which change from one state to the next shows as that event.
 *
 * <p>The words of {@link Visibility} hold here, too. A sight is seen either <em>by a move</em>, which must be one of those
 * that can happen where {@link Visibility} says so, or <em>in a state</em>, which then stays as it is.
 */
public sealed interface Sight {

    /** Nothing: what comes after it may come from others who run. */
    record Nothing() implements Sight {}

    /**
     * {@code t} is woken ({@code sched_waking}). By a move that wakes {@code t}; all others that it wakes are owed from then
     * on. Or in a state in which {@code t} is owed; it is owed no more. Or where {@code t} is blocked; it is blocked no more, and
     * is not woken out of {@link Micro.StopWait} before the thread that it waits for has {@code exited} above 0, nor out of
     * {@link Micro.ParkWait} before that has {@code parked} above 0, after the move if there is one. If it is known who did it,
     * and {@code t} is a thread that is not busy or waits in one of these two, that is by a move of one of them from a step that
     * {@linkplain Visibility#wakers wakes}, or in a state where one of them is {@code "born"}, which tells its creator (T5);
     * otherwise it is in any state.
     *
     * @param by who did it, for a move: one of these contexts moves; if they are none, no context that is observed does. If that
     *           is not known, anybody may
     */
    record Wake(String thread, Optional<SortedSet<String>> by) implements Sight {
        public Wake {
            by = by.map(Sight::sorted);
        }
    }

    /**
     * {@code c} stops running and can't go on ({@code sched_switch}). By a move of {@code c} after which it is asleep, and was
     * not, in one of these states. Or, where refused sleeps show and INTERRUPTIBLE is among them, by a move of {@code c} from
     * a step that does {@link Micro.Schedule}, which makes {@code state[c]} RUNNING where it was INTERRUPTIBLE. Or in a state
     * where {@code c} is {@code "born"}, for UNINTERRUPTIBLE. Or in a state where {@code c} may block in one of these states,
     * is not asleep, and is not blocked; it is from then on.
     */
    record Sleep(String context, SortedSet<TaskState> states) implements Sight {
        public Sleep {
            states = sorted(states);
        }
    }

    /**
     * {@code c} gets a CPU ({@code sched_switch}): in a state where it is not blocked, and not asleep unless it is {@code
     * "born"}, as a new thread runs on its own up to its first sleep.
     */
    record Resume(String context) implements Sight {}

    /** The thread is created ({@code sched_process_fork}): by a move of anybody, as kthreadd makes it while he sleeps. */
    record Creation(String thread) implements Sight {}

    /**
     * kthread_stop() of the thread begins ({@code sched_kthread_stop}): by a move of one of those contexts from a step that
     * does {@link Micro.StopGet} about that thread.
     */
    record StopBegins(SortedSet<String> by, String thread) implements Sight {
        public StopBegins {
            by = sorted(by);
        }
    }

    /**
     * kthread_stop() returns ({@code sched_kthread_stop_ret}): by a move of one of those contexts from a step that does
     * {@link Micro.StopReturn} about a thread with that result.
     */
    record StopReturns(SortedSet<String> by, int result) implements Sight {
        public StopReturns {
            by = sorted(by);
        }
    }

    /** The last switch of the thread: by a move after which it is {@code "dead"}, and was not. */
    record Death(String thread) implements Sight {}

    /** {@code sched_process_free}: by a move of the thread from {@code "dead"} elsewhere. */
    record Release(String thread) implements Sight {}

    /** {@code module_free}: by a move of the loader from {@code "sync"} elsewhere. */
    record Unload(String loader) implements Sight {}

    /** A callback begins: by a move of it from {@code "idle"} elsewhere. */
    record Begin(String callback) implements Sight {}

    /** A callback ends: by a move of it from elsewhere to {@code "idle"}. */
    record End(String callback) implements Sight {}

    /** A context is somewhere: in a state where its {@code pc} is one of these labels. */
    record Place(String context, SortedSet<String> labels) implements Sight {
        public Place {
            labels = sorted(labels);
        }
    }

    /**
     * Events were lost: anything that can happen does, any number of times, whoever runs and whatever of it would show; then of
     * the observed contexts any that may block are blocked, and nobody is owed.
     */
    record Loss() implements Sight {}

    private static <T> SortedSet<T> sorted(Set<T> values) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }
}
