package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.FreezableMicro;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** A step of one context, compiled. */
final class StepCode {

    private static final int NO_EXIT = -1;

    private final int label;
    private final boolean inModule;
    private final boolean switches;
    private final boolean sleeps;
    private final StateTest spins;
    private final boolean takenWhenAsleep;
    private final Field pc;
    private final int[] targets;
    /** Each is a way through the micros: all of them are done, in order. */
    private final Act[][] ways;
    /** Spinlocks that the context must not own, and the value that says it does. */
    private final Field[] forbidden;
    private final int owner;
    /** How many sections the context is in where it must not be in any: the step may sleep, or leaves module text. */
    private final Field sections;
    /** Whether the step may sleep and its context never. */
    private final boolean forbiddenAlways;
    /** The first micro that must not be done where the step must not sleep. */
    private final int firstForbidden;
    private final Faults faults;

    private StepCode(Step step, int label, Scope scope, Act[][] ways) {
        Threads.Pc at = Threads.Pc.of(scope.layout(), scope.context());
        this.label = label;
        this.inModule = step.frame() == Frame.MODULE;
        // Who waits for a grace period sleeps; what ends his sleep is for the next step to run.
        this.switches = step.does(Micro.Delay.class)
                || step.does(Micro.Schedule.class)
                || step.does(FreezableMicro.ScheduleFreezable.class)
                || step.does(Micro.SynchronizeWait.class)
                || step.does(GraceMicro.SrcuSynchronizeWait.class);
        this.sleeps = step.micros().stream().anyMatch(Micro::maySleep);
        this.spins = spins(step, scope);
        this.takenWhenAsleep = step.does(Micro.TaskFree.class);
        this.pc = at.field();
        this.targets = new int[Exit.values().length];
        Arrays.fill(targets, NO_EXIT);
        step.exits().forEach((exit, target) -> targets[exit.ordinal()] = at.code(target));
        this.ways = ways;
        this.forbidden = sleeps ? scope.spinlocks().toArray(Field[]::new) : new Field[0];
        this.owner = scope.owner();
        this.sections = sleeps || step.micros().stream().anyMatch(SectionActs::leavesModule)
                ? SectionActs.nesting(scope)
                : Field.ABSENT;
        this.forbiddenAlways = sleeps && scope.isAtomic();
        this.firstForbidden = firstForbidden(step.micros());
        this.faults = scope.faults();
    }

    /**
     * Whether the step, though it may sleep, does not: what takes an item spins until it can, unless it waits for another
     * that cancels it; what begins a grace period waits for nothing yet.
     */
    private static StateTest spins(Step step, Scope scope) {
        List<StateTest> cancelled = step.micros().stream()
                .filter(Micro.CancelBegin.class::isInstance)
                .map(micro -> Callback.of(((Micro.CancelBegin) micro).callback(), scope))
                .map(work -> (StateTest) work::isCancelled)
                .toList();
        if (cancelled.isEmpty()) {
            boolean begins = step.does(Micro.SynchronizeBegin.class);
            return state -> begins;
        }
        return Places.not(Places.any(cancelled));
    }

    private static int firstForbidden(List<Micro> micros) {
        int micro = 0;
        while (micro < micros.size() - 1 && !micros.get(micro).maySleep()
                && !SectionActs.leavesModule(micros.get(micro))) {
            micro++;
        }
        return micro;
    }

    static StepCode of(Step step, int label, Scope scope, List<Topic> topics) {
        List<List<Act>> ways = List.of(List.of());
        for (Micro micro : step.micros()) {
            List<List<Act>> longer = new ArrayList<>();
            for (List<Act> way : ways) {
                for (Act act : acts(micro, step, scope, topics)) {
                    List<Act> extended = new ArrayList<>(way);
                    extended.add(act);
                    longer.add(extended);
                }
            }
            ways = longer;
        }
        return new StepCode(step, label, scope,
                ways.stream().map(way -> way.toArray(Act[]::new)).toArray(Act[][]::new));
    }

    /** The outcomes that a micro can have, each an act. */
    static List<Act> acts(Micro micro, Step step, Scope scope, List<Topic> topics) {
        if (micro instanceof Micro.AtOnce look) {
            return List.of(atOnce(acts(look.call(), step, scope, topics)));
        }
        return topics.stream()
                .flatMap(topic -> topic.acts(micro, step, scope).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("internal error: nobody knows what " + micro + " does"));
    }

    /** The one way in which a wait is over before it began, or else nothing. */
    private static Act atOnce(List<Act> wait) {
        return (before, after) -> {
            for (Act act : wait) {
                int outcome = act.run(before, after);
                if (outcome == Act.NEXT) {
                    return Act.TRUE;
                } else if (Faults.isRaised(outcome)) {
                    return outcome;
                }
                System.arraycopy(before, 0, after, 0, before.length);
            }
            return Act.FALSE;
        };
    }

    int label() {
        return label;
    }

    boolean isInModule() {
        return inModule;
    }

    /**
     * Whether a context that is here, and awake, goes on in module text without a quiescent state: it does not call
     * schedule(), nor sleep for a while, until a guard holds, or until a time is over. A sleep that is forbidden is
     * quiet all the same.
     */
    boolean isRunning(long[] state) {
        if (!inModule || switches) {
            return false;
        }
        if (!sleeps || spins.test(state)) {
            return true;
        }
        long[] scratch = new long[state.length];
        for (Act[] way : ways) {
            int outcome = go(way, state, scratch);
            if (outcome != Act.BLOCKED && outcome != Act.TIMED_OUT) {
                return true;
            }
        }
        return false;
    }

    boolean isTakenWhenAsleep() {
        return takenWhenAsleep;
    }

    /** Whether the step can be taken by a context that is awake, if only to fault. */
    boolean canBeTaken(long[] before, long[] scratch) {
        if (isAtomic(before)) {
            return true;
        }
        for (Act[] way : ways) {
            if (go(way, before, scratch) != Act.BLOCKED) {
                return true;
            }
        }
        return false;
    }

    void take(long[] before, long[] after, MoveSink sink) {
        if (isAtomic(before)) {
            fault(before, after, faults.atomic(), firstForbidden, sink);
            return;
        }
        for (Act[] way : ways) {
            int outcome = go(way, before, after);
            if (Faults.isRaised(outcome)) {
                fault(before, after, outcome, faulting(way, before, after), sink);
            } else if (outcome != Act.BLOCKED) {
                pc.set(after, targets[outcome]);
                sink.move(label, after);
            }
        }
    }

    private void fault(long[] before, long[] after, int fault, int micro, MoveSink sink) {
        System.arraycopy(before, 0, after, 0, before.length);
        faults.raise(after, fault);
        sink.fault(label, micro, after);
    }

    /** The position of the act that raises a fault in a way which does. */
    private static int faulting(Act[] way, long[] before, long[] after) {
        System.arraycopy(before, 0, after, 0, before.length);
        int micro = 0;
        while (way[micro].run(before, after) >= 0) {
            micro++;
        }
        return micro;
    }

    private boolean isAtomic(long[] before) {
        for (Field lock : forbidden) {
            if (lock.get(before) == owner) {
                return true;
            }
        }
        return forbiddenAlways || sections.get(before) != 0;
    }

    /** The exit taken, which is NEXT unless an act chooses another; or why it can't be taken. */
    private static int go(Act[] way, long[] before, long[] after) {
        System.arraycopy(before, 0, after, 0, before.length);
        int exit = Act.NEXT;
        for (Act act : way) {
            int outcome = act.run(before, after);
            if (outcome < 0) {
                return outcome;
            }
            if (outcome != Act.NEXT) {
                exit = outcome;
            }
        }
        return exit;
    }
}
