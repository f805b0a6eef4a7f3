package org.quiesce.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.protocol.step.Visibility;
import org.quiesce.protocol.step.Visibility.Call;

/** What a log looks at in one context: changes of its place and of its task state. */
final class Watched {

    private final Layout layout;
    private final String context;
    private final Threads.Pc pc;
    private final Field state;
    private final Field asleep;
    private final List<String> taskStates;
    private final Map<Integer, Set<TaskState>> blocking = new HashMap<>();
    private final StateTest schedules;
    private final boolean isWokenByItsOwn;
    private final StateTest wakers;
    private final List<Call> stops;
    private final List<Call> stopReturns;
    private final List<Call> stopWaits;
    private final List<Call> parkWaits;
    private final long bit;

    /** @param bit its own in the sets of observed contexts; none if it is not observed */
    Watched(Layout layout, String context, LoweredProgram program, Visibility visibility, long bit) {
        this.layout = layout;
        this.bit = bit;
        this.context = context;
        this.pc = Threads.Pc.of(layout, context);
        boolean hasState = layout.has("state", context);
        this.state = hasState ? layout.field("state", context) : Field.ABSENT;
        this.taskStates = hasState ? layout.domain("state", context).stream().map(Datum::toString).toList() : List.of("");
        this.asleep = layout.has("asleep", context) ? layout.field("asleep", context) : Field.ABSENT;
        visibility.blocking(program).forEach((label, states) -> blocking.put(pc.code(label), states));
        this.schedules = pc.isIn(Visibility.schedules(program));
        this.isWokenByItsOwn = program.isKthread() && !visibility.busy().contains(context);
        this.wakers = pc.isIn(Visibility.wakers(program));
        this.stops = Visibility.stops(program);
        this.stopReturns = Visibility.stopReturns(program);
        this.stopWaits = Visibility.stopWaits(program);
        this.parkWaits = Visibility.parkWaits(program);
    }

    boolean isAt(long[] values, String label) {
        return pc.labels().get(pc.field().get(values)).equals(label);
    }

    boolean moves(long[] before, long[] after) {
        return pc.field().get(before) != pc.field().get(after);
    }

    boolean isIn(long[] values, TaskState which) {
        return taskStates.get(state.get(values)).equals(which.name());
    }

    boolean isAsleep(long[] values) {
        return asleep.get(values) != 0;
    }

    boolean wakes(long[] before, long[] after) {
        return !moves(before, after) && isIn(after, TaskState.RUNNING) && !isIn(before, TaskState.RUNNING)
                && !isIn(before, TaskState.NEW) && !isIn(before, TaskState.DEAD);
    }

    boolean fallsAsleep(long[] before, long[] after) {
        return !isAsleep(before) && isAsleep(after) && !isAt(before, Label.NONE);
    }

    boolean dies(long[] before, long[] after) {
        return isAt(after, Label.DEAD) && !isAt(before, Label.DEAD);
    }

    boolean leaves(long[] before, long[] after, String label) {
        return isAt(before, label) && !isAt(after, label);
    }

    /** Whether it leaves one of those steps, which is about such a task. */
    private boolean leaves(long[] before, long[] after, List<Call> calls, Predicate<String> about) {
        return calls.stream().anyMatch(call -> leaves(before, after, call.label()) && about.test(subject(before, call.task())));
    }

    private String subject(long[] values, TaskOperand task) {
        if (task instanceof TaskOperand.Self) {
            return context;
        }
        String variable = task instanceof TaskOperand.Direct direct ? direct.pointer() : "arg";
        String index = task instanceof TaskOperand.Direct ? StateVariable.PLAIN : context;
        return layout.domain(variable, index).get(layout.field(variable, index).get(values)).toString();
    }

    /** Whether it waits for a thread to exit or to park. */
    boolean waitsForThread(long[] values) {
        return Stream.concat(stopWaits.stream(), parkWaits.stream()).anyMatch(wait -> isAt(values, wait.label()));
    }

    /** Whether it does, and the thread has not done so. */
    boolean isEarly(long[] values) {
        return isEarly(values, stopWaits, "exited") || isEarly(values, parkWaits, "parked");
    }

    private boolean isEarly(long[] values, List<Call> waits, String count) {
        return waits.stream().anyMatch(wait -> isAt(values, wait.label())
                && number(count, subject(values, wait.task()), values) == 0);
    }

    String context() {
        return context;
    }

    long bit() {
        return bit;
    }

    /** Whether only steps of the protocol wake it, where an observed context does. */
    boolean isWokenByItsOwn() {
        return isWokenByItsOwn;
    }

    /** Whether it leaves a step that stops such a thread. */
    boolean stops(long[] before, long[] after, Predicate<String> thread) {
        return leaves(before, after, stops, thread);
    }

    /** Whether it returns from stopping such a thread. */
    boolean returnsFromStop(long[] before, long[] after, Predicate<String> thread) {
        return leaves(before, after, stopReturns, thread);
    }

    /** Whether it leaves a step that wakes. */
    boolean takesWakingStep(long[] before, long[] after) {
        return wakers.test(before) && moves(before, after);
    }

    /** Whether a signal keeps it from sleeping. */
    boolean isRefusedSleep(long[] before, long[] after) {
        return schedules.test(before) && isIn(before, TaskState.INTERRUPTIBLE) && isIn(after, TaskState.RUNNING);
    }

    /** Whether it may be asleep in the middle of a call, in one of those states. */
    boolean mayBlock(long[] values, Set<TaskState> states) {
        return !isAsleep(values)
                && blocking.getOrDefault(pc.field().get(values), Set.of()).stream().anyMatch(states::contains);
    }

    /** A number that a thread has. */
    int number(String variable, String thread, long[] values) {
        return layout.has(variable, thread)
                ? ((Datum.Num) layout.domain(variable, thread).get(layout.field(variable, thread).get(values))).value()
                : 0;
    }
}
