package org.quiesce.protocol.step;

/**
 * Sleeps in which a thread may be frozen in place. {@code inPlace[c]} is {@code "none"}, {@code "sleeping"} in or after such
 * a sleep, {@code "frozen"}, or {@code "woken"} if somebody tried to wake it since it was frozen. It belongs to the contexts
 * that do {@link ScheduleFreezable}. What freezes and thaws is said at {@link Micro.FreezeThreads} and
 * {@link Micro.ThawThreads}, and what wakes at {@link Micro}.
 */
public sealed interface FreezableMicro extends Micro.OfTopic {

    /**
     * schedule() in TASK_INTERRUPTIBLE|TASK_FREEZABLE: as {@link Micro.Schedule}; where {@code asleep[c]} becomes true
     * {@code inPlace[c]} becomes {@code "sleeping"}.
     */
    record ScheduleFreezable() implements FreezableMicro {
        @Override
        public boolean maySleep() {
            return true;
        }

        @Override
        public boolean mustBeRunning() {
            return false;
        }
    }

    /**
     * That sleep is over: {@code inPlace[c]} becomes {@code "none"}. {@link Exit#TRUE}, into the refrigerator, if
     * {@code freezing} and {@code freezable[c]} without FREEZER_USES_TASK_FROZEN (where a freezer counts the sleeper as
     * frozen, and it has to see for itself when it wakes); otherwise {@link Exit#FALSE}.
     */
    record SleptFreezable() implements FreezableMicro {}
}
