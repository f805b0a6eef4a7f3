package org.quiesce.protocol.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.SimpleWaitOperation.RcuwaitWaitEvent;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WaitQueueOperation.WaitEventLocked;

/**
 * Lowers waits for a condition whose order differs from that of {@code wait_event()}: they look at a signal after the
 * state is set, and not under the queue's lock.
 */
final class OtherWaits {

    private final StepFactory factory;
    private final Conditions conditions;
    private final SleepEndings endings;
    private final String text;
    private final int line;

    OtherWaits(StepFactory factory, Conditions conditions, SleepEndings endings, int line, String text) {
        this.factory = factory;
        this.conditions = conditions;
        this.endings = endings;
        this.line = line;
        this.text = text;
    }

    /**
     * {@code do_wait_intr()} again and again: queues, sets the state, looks at a signal, sleeps without the lock; then the
     * condition is tested.
     */
    Code locked(WaitEventLocked wait, Optional<String> into, String next) {
        String queue = wait.queue();
        Code skip = returns("skip", into, Value.of(0), next);
        Code finish = finish("finish", queue, into, Value.of(0), next);
        Code early = finish("early", queue, into, Value.error(Errno.ERESTARTSYS), next);
        Code test = condition(wait.condition(), "test", finish.entry(), label("prepare"));
        return condition(wait.condition(), "check", skip.entry(), label("prepare"))
                .then(skip)
                .then(one("prepare", "queues on " + queue + ", sets " + TaskState.INTERRUPTIBLE.c(),
                        to(Exit.NEXT, label("signal")), new QueueMicro.Enqueue(queue, TaskState.INTERRUPTIBLE)))
                .then(signal(SleepMode.INTERRUPTIBLE, early.entry(), label("drop")))
                .then(one("drop", "releases " + wait.lock(), to(Exit.NEXT, label("sleep")),
                        new Micro.Release(wait.lock(), LockKind.SPINLOCK)))
                .then(one("sleep", "calls schedule()", to(Exit.NEXT, label("take")), new Micro.Schedule()))
                .then(step("take", "takes " + wait.lock(), Fairness.STRONG, to(Exit.NEXT, test.entry()),
                        new Micro.Acquire(wait.lock(), LockKind.SPINLOCK)))
                .then(test)
                .then(early)
                .then(finish);
    }

    /** Sets the state, tests the condition, then looks at a signal. */
    Code rcuwait(RcuwaitWaitEvent wait, Optional<String> into, String next) {
        String queue = wait.queue();
        boolean ends = endings.bySignal(wait.mode());
        Code finish = finish("finish", queue, into, Value.of(0), next);
        Code early = ends
                ? finish("early", queue, into, Value.error(Errno.EINTR), next)
                : new Code(next, List.of());
        Code signal = ends
                ? signal(wait.mode(), early.entry(), label("sleep"))
                : new Code(label("sleep"), List.of());
        Code test = condition(wait.condition(), "test", finish.entry(), signal.entry());
        return one("prepare", "is the waiter of " + queue + ", sets " + wait.mode().state().c(),
                        to(Exit.NEXT, test.entry()), new QueueMicro.Enqueue(queue, wait.mode().state()))
                .then(test)
                .then(signal)
                .then(one("sleep", "calls schedule()", to(Exit.NEXT, label("prepare")), new Micro.Schedule()))
                .then(early)
                .then(finish);
    }

    private Code signal(SleepMode mode, String pending, String none) {
        SortedMap<Exit, String> exits = to(Exit.TRUE, pending);
        exits.put(Exit.FALSE, none);
        return one("signal", "tests whether a signal is pending", exits, SleepEndings.test(mode));
    }

    private Code returns(String suffix, Optional<String> into, Value value, String next) {
        return into.map(local -> one(suffix, "does not wait", to(Exit.NEXT, next), new Micro.SetLocal(local, value)))
                .orElseGet(() -> new Code(next, List.of()));
    }

    private Code finish(String suffix, String queue, Optional<String> into, Value value, String next) {
        Micro finish = new Micro.WaitFinish(queue);
        return one(suffix, "leaves " + queue + ", sets TASK_RUNNING", to(Exit.NEXT, next), into
                .map(local -> new Micro[] {finish, new Micro.SetLocal(local, value)})
                .orElseGet(() -> new Micro[] {finish}));
    }

    private Code condition(Condition condition, String suffix, String whenTrue, String whenFalse) {
        return conditions.lower(condition, line, label(suffix), text, whenTrue, whenFalse);
    }

    private Code one(String suffix, String what, SortedMap<Exit, String> exits, Micro... micros) {
        return step(suffix, what, Fairness.WEAK, exits, micros);
    }

    private Code step(String suffix, String what, Fairness fairness, SortedMap<Exit, String> exits, Micro... micros) {
        Step step = factory.step(label(suffix), line, text, what, List.of(), Frame.MODULE, fairness, List.of(micros),
                exits);
        return new Code(step.label(), List.of(step));
    }

    private String label(String suffix) {
        return line + "." + suffix;
    }

    private static SortedMap<Exit, String> to(Exit exit, String target) {
        return new TreeMap<>(Map.of(exit, target));
    }
}
