package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.SimpleWaitOperation.SwaitEvent;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WaitQueueOperation.AroundSleep;
import org.quiesce.protocol.WaitQueueOperation.WaitEvent;
import org.quiesce.protocol.WaitQueueOperation.Waiter;

/**
 * Lowers {@code wait_event()} and its forms, expanded: a merged wait would hide wakers that forget the wake or use the
 * wrong mask.
 *
 * <p>The order is the kernel's: a caller that must not sleep is told so; the condition is tested without queueing; then,
 * each turn, under the queue lock either a pending signal is noticed or the waiter queues and sets its state; the condition
 * is tested; a noticed signal ends the wait with -ERESTARTSYS only if the condition is false; then {@code schedule()}.
 */
final class WaitLowering {

    private final StepFactory factory;
    private final Conditions conditions;
    private final SleepEndings endings;
    private final boolean mixed;

    /**
     * Prepares to lower waits.
     *
     * @param endings what ends the sleeps of the program
     * @param mixed whether the program waits on one queue both exclusively and not
     */
    WaitLowering(StepFactory factory, Conditions conditions, SleepEndings endings, boolean mixed) {
        this.factory = factory;
        this.conditions = conditions;
        this.endings = endings;
        this.mixed = mixed;
    }

    Code waitEvent(WaitEvent wait, Optional<String> into, int line, String text, String next) {
        return new Wait(wait, into, line, text, next).lower();
    }

    /** A simple wait queue is waited on in the same way; only who wakes does so in another. */
    Code swaitEvent(SwaitEvent wait, Optional<String> into, int line, String text, String next) {
        return waitEvent(new WaitEvent(wait.queue(), wait.condition(), wait.mode(), wait.timeout(), Waiter.ORDINARY),
                into, line, text, next);
    }

    private final class Wait {

        private final WaitEvent wait;
        private final Optional<String> into;
        private final int line;
        private final String text;
        private final String next;

        Wait(WaitEvent wait, Optional<String> into, int line, String text, String next) {
            this.wait = wait;
            this.into = into;
            this.line = line;
            this.text = text;
            this.next = next;
        }

        Code lower() {
            boolean timed = wait.timeout().expires();
            boolean ends = endings.bySignal(wait.mode());
            // A wait whose condition is true at once neither queues nor arms; its result is that of success.
            Code atOnce = into.isPresent()
                    ? one("skip", "does not wait", exits(Exit.NEXT, next), new Micro.SetLocal(into.get(), success()))
                    : new Code(next, List.of());
            Code finish = one("finish", "leaves " + wait.queue() + ", sets TASK_RUNNING", exits(Exit.NEXT, next),
                    finishing(success()));
            Code finishLate = timed
                    ? one("late", "leaves " + wait.queue() + ", its time is over", exits(Exit.NEXT, next),
                            finishing(late()))
                    : new Code(next, List.of());
            Code sleep = sleep(label("prepare"));
            Code expired = timed
                    ? one("expired", "tests whether its time is over",
                            exits(Exit.TRUE, label("late"), Exit.FALSE, sleep.entry()), new Micro.TestTimer())
                    : new Code(sleep.entry(), List.of());
            Code test = condition("test", finish.entry(), expired.entry());
            Code restart = ends ? restart() : new Code(next, List.of());
            Code retest = ends
                    ? condition("retest", finish.entry(), restart.entry())
                    : new Code(next, List.of());
            SortedMap<Exit, String> prepared = exits(Exit.NEXT, test.entry());
            if (ends) {
                prepared.put(Exit.SIGNALLED, retest.entry());
            }
            Code prepare = one("prepare", "queues on " + wait.queue() + ", sets " + wait.mode().state().c(), prepared,
                    preparing());
            Code arm = timed
                    ? one("arm", "arms the timer of its sleep", exits(Exit.NEXT, prepare.entry()),
                            new Micro.TimerArm())
                    : new Code(prepare.entry(), List.of());
            return check(condition("check", atOnce.entry(), arm.entry()))
                    .then(atOnce)
                    .then(arm)
                    .then(prepare)
                    .then(test)
                    .then(expired)
                    .then(sleep)
                    .then(retest)
                    .then(restart)
                    .then(finish)
                    .then(finishLate);
        }

        /** The sleep, with what is done around it. */
        private Code sleep(String after) {
            if (wait.around() instanceof AroundSleep.Unlocked unlocked) {
                String lock = unlocked.lock();
                return one("drop", "releases " + lock, exits(Exit.NEXT, label("sleep")),
                                new Micro.Release(lock, LockKind.SPINLOCK))
                        .then(one("sleep", "calls schedule()", exits(Exit.NEXT, label("take")), new Micro.Schedule()))
                        .then(one("take", "takes " + lock, Fairness.STRONG, exits(Exit.NEXT, after),
                                new Micro.Acquire(lock, LockKind.SPINLOCK)));
            } else if (wait.around() instanceof AroundSleep.Freezing) {
                return one("sleep", "calls schedule(), and may be frozen meanwhile", exits(Exit.NEXT, label("slept")),
                                new FreezableMicro.ScheduleFreezable())
                        .then(one("slept", "tests whether it was counted as frozen, and still is to freeze",
                                exits(Exit.TRUE, label("freeze"), Exit.FALSE, after),
                                new FreezableMicro.SleptFreezable()))
                        .then(one("freeze", "stays in the refrigerator while a freeze is under way",
                                exits(Exit.TRUE, label("frozen"), Exit.FALSE, after),
                                new Micro.Refrigerate(StopInRefrigerator.IGNORED)))
                        .then(one("frozen", "calls schedule()", exits(Exit.NEXT, label("freeze")), new Micro.Schedule()));
            }
            return one("sleep", "calls schedule()", exits(Exit.NEXT, after), new Micro.Schedule());
        }

        private Micro[] preparing() {
            Micro prepare = isCalledLocked()
                    ? new QueueMicro.EnqueueUnlessSignalled(wait.queue(), wait.mode())
                    : new Micro.WaitPrepare(wait.queue(), wait.mode());
            return mixed ? new Micro[] {prepare, new Micro.QueueAs(wait.waiter())} : new Micro[] {prepare};
        }

        /** The first test of the condition: before it, the kernel asks whether the caller may sleep at all. */
        private Code check(Code condition) {
            return isCalledLocked() ? condition : new Code(condition.entry(), condition.steps().stream()
                    .map(step -> step.label().equals(condition.entry()) ? step.after(new Micro.MightSleep()) : step)
                    .toList());
        }

        private boolean isCalledLocked() {
            return wait.around() instanceof AroundSleep.Unlocked;
        }

        /** The way out with -ERESTARTSYS: off the queue and RUNNING already. */
        private Code restart() {
            boolean timed = wait.timeout().expires();
            if (into.isEmpty() && !timed) {
                return new Code(next, List.of());
            }
            Micro[] micros = timed
                    ? into.isPresent()
                            ? new Micro[] {new Micro.TimerOff(Optional.empty()), restartCode()}
                            : new Micro[] {new Micro.TimerOff(Optional.empty())}
                    : new Micro[] {restartCode()};
            return one("restart", "leaves with -ERESTARTSYS", exits(Exit.NEXT, next), micros);
        }

        private Micro restartCode() {
            return new Micro.SetLocal(into.orElseThrow(), Value.error(Errno.ERESTARTSYS));
        }

        private Value success() {
            return Value.of(wait.timeout() == Timeout.FINITE ? 1 : 0);
        }

        private Value late() {
            return wait.timeout() == Timeout.HIGH_RESOLUTION ? Value.error(Errno.ETIME) : Value.of(0);
        }

        private Micro[] finishing(Value value) {
            ArrayList<Micro> micros = new ArrayList<>();
            micros.add(new Micro.WaitFinish(wait.queue()));
            if (wait.timeout().expires()) {
                micros.add(new Micro.TimerOff(Optional.empty()));
            }
            into.ifPresent(variable -> micros.add(new Micro.SetLocal(variable, value)));
            return micros.toArray(Micro[]::new);
        }

        private Code condition(String suffix, String whenTrue, String whenFalse) {
            return conditions.lower(wait.condition(), line, label(suffix), text, whenTrue, whenFalse);
        }

        private Code one(String suffix, String what, SortedMap<Exit, String> exits, Micro... micros) {
            return one(suffix, what, Fairness.WEAK, exits, micros);
        }

        private Code one(
                String suffix, String what, Fairness fairness, SortedMap<Exit, String> exits, Micro... micros) {
            Step step = factory.step(label(suffix), line, text, what, List.of(), Frame.MODULE, fairness,
                    List.of(micros), exits);
            return new Code(step.label(), List.of(step));
        }

        private String label(String suffix) {
            return factory.label(line) + "." + suffix;
        }

        private static SortedMap<Exit, String> exits(Exit exit, String target) {
            return new TreeMap<>(Map.of(exit, target));
        }

        private static SortedMap<Exit, String> exits(Exit exit, String target, Exit other, String otherTarget) {
            return new TreeMap<>(Map.of(exit, target, other, otherTarget));
        }
    }
}
