package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.StateVariable;

/**
 * The kernel threads of a protocol, by number, and the values of pointers to them.
 *
 * <p>The value of a pointer is {@link #NULL}, {@link #ERR} or {@link #FIRST} plus the number of a thread.
 */
final class Threads {

    static final int NULL = 0;
    static final int ERR = 1;
    static final int FIRST = 2;

    private final List<String> ids;
    private final List<KernelThread> threads = new ArrayList<>();

    private Threads(Layout layout, LoweredProtocol lowered, Profile profile) {
        this.ids = lowered.kthreads();
        ids.forEach(id -> threads.add(KernelThread.of(layout, lowered, profile, id)));
    }

    static Threads of(Layout layout, LoweredProtocol lowered, Profile profile) {
        return new Threads(layout, lowered, profile);
    }

    List<KernelThread> all() {
        return List.copyOf(threads);
    }

    /** The thread of a context. */
    KernelThread of(String context) {
        return threads.get(ids.indexOf(context));
    }

    boolean includes(String context) {
        return ids.contains(context);
    }

    /** The pointer to the thread of a context. */
    int pointer(String context) {
        return FIRST + ids.indexOf(context);
    }

    /** The thread that a pointer names, neither NULL nor an error pointer. */
    KernelThread at(int pointer) {
        return threads.get(pointer - FIRST);
    }

    static boolean isThread(int pointer) {
        return pointer >= FIRST;
    }

    /**
     * The variables of one thread.
     *
     * @param out     whether it is past the last instruction of its function
     * @param gone    whether it has dropped its own reference
     * @param reused  whether its memory is another task's, where that may be
     * @param park    what only exists where threads can be parked
     * @param signals what only exists where signals are sent
     * @param cpu     what only exists where some are marked as per-CPU
     * @param blkcg   what only exists where some attach a control group
     */
    record KernelThread(
            String id,
            Pc pc,
            StateTest out,
            StateTest gone,
            Sleeper sleeper,
            Field shouldStop,
            Field notified,
            Field exited,
            Field result,
            Field usage,
            Field reused,
            Park park,
            Signals signals,
            Cpu cpu,
            Blkcg blkcg) {

        static KernelThread of(Layout layout, LoweredProtocol lowered, Profile profile, String id) {
            return new KernelThread(
                    id,
                    Pc.of(layout, id),
                    Pc.of(layout, id).isIn(Set.copyOf(lowered.programOf(id).out())),
                    Pc.of(layout, id).isIn(Set.of(Label.GONE)),
                    Sleeper.of(layout, profile, id),
                    layout.field("shouldStop", id),
                    layout.field("notified", id),
                    layout.field("exited", id),
                    layout.field("result", id),
                    layout.field("usage", id),
                    layout.has("reused", id) ? layout.field("reused", id) : Field.ABSENT,
                    Park.of(layout, id),
                    Signals.of(layout, id),
                    Cpu.of(layout, id),
                    Blkcg.of(layout, id));
        }
    }

    /** The park bit of a thread and the completion that its parker waits for. */
    record Park(Field shouldPark, Field parked) {

        static Park of(Layout layout, String id) {
            return layout.has("shouldPark", id)
                    ? new Park(layout.field("shouldPark", id), layout.field("parked", id))
                    : new Park(Field.ABSENT, Field.ABSENT);
        }
    }

    /**
     * Whether a thread receives signals, and whether one is pending.
     *
     * @param allowed     whether it receives others than SIGKILL
     * @param pending     whether such a one is pending
     * @param allowsKill  whether it receives SIGKILL
     * @param killPending whether SIGKILL is pending that was sent to it
     * @param sharedKill  whether SIGKILL is pending that was sent to its process
     */
    record Signals(Field allowed, Field pending, Field allowsKill, Field killPending, Field sharedKill) {

        static Signals of(Layout layout, String id) {
            return new Signals(
                    orAbsent("allowed", layout, id),
                    orAbsent("signals", layout, id),
                    orAbsent("allowsKill", layout, id),
                    orAbsent("killPending", layout, id),
                    orAbsent("sharedKill", layout, id));
        }

        private static Field orAbsent(String variable, Layout layout, String id) {
            return layout.has(variable, id) ? layout.field(variable, id) : Field.ABSENT;
        }
    }

    /** Whether a thread is bound to a CPU, and whether it is marked as per-CPU. */
    record Cpu(Field bound, Field marked) {

        static Cpu of(Layout layout, String id) {
            return layout.has("perCpu", id)
                    ? new Cpu(layout.field("cpuBound", id), layout.field("perCpu", id))
                    : new Cpu(Field.ABSENT, Field.ABSENT);
        }

        /** The thread is bound; where nobody marks threads nothing depends on it. */
        void bind(long[] after) {
            if (bound != Field.ABSENT) {
                bound.set(after, 1);
            }
        }
    }

    /** Whether the block I/O of a thread is charged to a control group, and what tells that the kernel warned. */
    record Blkcg(Field attached, Field warned) {

        static Blkcg of(Layout layout, String id) {
            return layout.has("blkcg", id)
                    ? new Blkcg(layout.field("blkcg", id), layout.field("warned", StateVariable.PLAIN))
                    : new Blkcg(Field.ABSENT, Field.ABSENT);
        }

        /** The task is freed: the kernel warns if a control group is still attached. */
        void free(long[] before, long[] after) {
            if (attached.get(before) != 0) {
                warned.set(after, 1);
            }
        }
    }

    /**
     * Where a context is.
     *
     * @param labels the label at each value of the field
     */
    record Pc(Field field, List<String> labels) {

        static Pc of(Layout layout, String context) {
            return new Pc(layout.field("pc", context),
                    layout.domain("pc", context).stream().map(Datum::toString).toList());
        }

        /** The value of the field at a label, which the context must have. */
        int code(String label) {
            int code = labels.indexOf(label);
            if (code < 0) {
                throw new IllegalStateException("internal error: no label " + label);
            }
            return code;
        }

        /** Whether the context is at one of some labels. */
        StateTest isIn(Set<String> some) {
            boolean[] in = new boolean[labels.size()];
            for (int i = 0; i < in.length; i++) {
                in[i] = some.contains(labels.get(i));
            }
            return state -> in[field.get(state)];
        }
    }
}
