package org.quiesce.sim;

import java.util.List;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Label;

/**
 * A callback as others see it. What its protocol has no variable for is absent.
 *
 * @param running    whether an instance of it runs, or was taken to be run
 * @param shutdown   whether it is a timer that can't be armed any more
 * @param cancelling how many forbid that it is queued
 * @param dropped    whether a workqueue that is drained has refused it
 * @param disabled   how often an interrupt or a tasklet was disabled
 * @param barriers   who waits behind its instances
 * @param hasWorker  whether it is kthread work that was queued at some time
 * @param timer      what queues it later
 * @param line       where it stands among items that are run in order
 * @param pendsWhileForbidden whether the kernel keeps its PENDING bit set to forbid that it is queued
 */
record Callback(
        String name,
        Field armed,
        StateTest running,
        Field shutdown,
        Field cancelling,
        Field dropped,
        Field disabled,
        Barriers barriers,
        Field hasWorker,
        DelayTimer timer,
        Line line,
        boolean pendsWhileForbidden) {

    static Callback of(String name, Scope scope) {
        return new Callback(
                name,
                scope.layout().field("armed", name),
                running(name, scope),
                orAbsent("shutdown", name, scope),
                orAbsent("cancelling", name, scope),
                orAbsent("dropped", name, scope),
                orAbsent("disabled", name, scope),
                Barriers.of(name, scope),
                orAbsent("hasWorker", name, scope),
                DelayTimer.of(name, scope),
                Line.of(name, scope),
                scope.profile().has(Axis.CANCELLED_WORK_PENDS));
    }

    private static StateTest running(String name, Scope scope) {
        Threads.Pc pc = Threads.Pc.of(scope.layout(), name);
        int idle = pc.code(Label.IDLE);
        StateTest called = state -> pc.field().get(state) != idle;
        Program.Callback program = program(name, scope);
        return program.kind() == CallbackKind.KTHREAD_WORK
                ? Places.any(List.of(called, isTaken(program, scope)))
                : called;
    }

    /** Whether its worker has taken it off the list, and it has not returned since. */
    private static StateTest isTaken(Program.Callback work, Scope scope) {
        String running = new KthreadWorker(work.runner().orElseThrow()).running();
        Field field = scope.plain(running);
        int self = scope.code(running, work.name());
        return state -> field.get(state) == self;
    }

    static Program.Callback program(String name, Scope scope) {
        return (Program.Callback) scope.lowered().programOf(name).program();
    }

    private static Field orAbsent(String variable, String name, Scope scope) {
        return scope.layout().has(variable, name) ? scope.layout().field(variable, name) : Field.ABSENT;
    }

    boolean isArmed(long[] state) {
        return armed.get(state) != 0;
    }

    boolean isDropped(long[] state) {
        return dropped.get(state) != 0;
    }

    boolean isForbidden(long[] state) {
        return cancelling.get(state) != 0;
    }

    /** Whether the kernel's PENDING bit is set: there is something to take, it was dropped, or it is being cancelled. */
    boolean isPending(long[] state) {
        return isToTake(state) || isDropped(state) || isCancelled(state);
    }

    /** Whether it stays pending while somebody cancels it, for whom everybody else who wants to has to wait, asleep. */
    boolean isCancelled(long[] state) {
        return pendsWhileForbidden && isForbidden(state);
    }

    /** Whether it is queued, or on its timer. */
    boolean isToTake(long[] state) {
        return isArmed(state) || timer.isOn(state);
    }

    /** Whether it is queued, and comes next of those that are run in order with it. */
    boolean isNext(long[] state) {
        return isArmed(state) && line.isFirst(state);
    }

    /** Whether it has still to run, or runs. */
    boolean isOnItsWay(long[] state) {
        return isArmed(state) || running.test(state);
    }

    /** Whether some of these have still to run, or run. */
    static StateTest anyOnItsWay(List<String> names, Scope scope) {
        return Places.any(names.stream()
                .map(name -> of(name, scope))
                .map(callback -> (StateTest) callback::isOnItsWay)
                .toList());
    }

    void arm(long[] before, long[] after) {
        if (!isArmed(before)) {
            line.join(before, after);
        }
        armed.set(after, 1);
    }

    /** It was queued for a kthread worker; where nobody asks nothing depends on it. */
    void remember(long[] after) {
        if (hasWorker != Field.ABSENT) {
            hasWorker.set(after, 1);
        }
    }

    /** It does not run any more, if it was to: it was taken. */
    void disarm(long[] before, long[] after) {
        line.leave(before, after);
        barriers.free(after);
        armed.set(after, 0);
    }

    /** The kernel calls it, and not once more. */
    void begin(long[] before, long[] after) {
        line.leave(before, after);
        barriers.begin(before, after);
        armed.set(after, 0);
    }

    /**
     * The timer of delayed work.
     *
     * @param on       armed
     * @param unlinked armed although the item was taken off its list
     */
    record DelayTimer(Field field, int off, int on, int unlinked) {

        private static final String TIMED = "timed";
        /** A value that no field has. */
        private static final int NEVER = -1;

        static DelayTimer of(String name, Scope scope) {
            Layout layout = scope.layout();
            return layout.has(TIMED, name)
                    ? new DelayTimer(
                            layout.field(TIMED, name),
                            layout.code(TIMED, name, Datum.of("off")),
                            layout.code(TIMED, name, Datum.of("on")),
                            layout.code(TIMED, name, Datum.of("unlinked")))
                    : new DelayTimer(Field.ABSENT, 0, NEVER, NEVER);
        }

        boolean isOn(long[] state) {
            return field.get(state) == on;
        }

        boolean isOff(long[] state) {
            return field.get(state) == off;
        }

        boolean isUnlinked(long[] state) {
            return field.get(state) == unlinked;
        }

        void start(long[] after) {
            field.set(after, on);
        }

        void stop(long[] after) {
            field.set(after, off);
        }

        void unlink(long[] after) {
            field.set(after, unlinked);
        }
    }
}
