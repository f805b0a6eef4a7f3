package org.quiesce.protocol;

import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.SleepsInState;
import org.quiesce.protocol.OperationTrait.SetsState;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Task states and sleeps that nothing but time and a wake-up ends. */
public sealed interface SleepOperation extends Operation {

    /** {@code set_current_state()}: store and full barrier. */
    record SetCurrentState(TaskState state) implements SleepOperation, SetsState, SleepsInState {
        @Override
        public String c() {
            return "set_current_state(" + state.c() + ")";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return state.otherSleeps().map(SetCurrentState::new);
        }
    }

    /**
     * {@code __set_current_state()}: a plain store. A test directly after it may load what it reads before a sleeping
     * state is stored; both orders are explored.
     */
    record PlainSetCurrentState(TaskState state) implements SleepOperation, SetsState, SleepsInState {
        @Override
        public String c() {
            return "__set_current_state(" + state.c() + ")";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return state.otherSleeps().map(PlainSetCurrentState::new);
        }
    }

    /** {@code schedule()}. */
    record Schedule() implements SleepOperation {
        @Override
        public String c() {
            return "schedule()";
        }
    }

    /** {@code schedule_timeout()} in the state set before; yields what is left of the time (0 or 1 in the model). */
    record ScheduleTimeout() implements SleepOperation, YieldsNumber {
        @Override
        public String c() {
            return "schedule_timeout(HZ)";
        }
    }

    /** {@code might_sleep()}: says that the caller may sleep, as do all functions that may. */
    record MightSleep() implements SleepOperation {
        @Override
        public String c() {
            return "might_sleep()";
        }
    }

    /** {@code cond_resched()}: lets others run; like all that may sleep it is not for where that is forbidden. */
    record CondResched() implements SleepOperation {
        @Override
        public String c() {
            return "cond_resched()";
        }
    }

    /** {@code msleep()}: sleeps the full time whatever wakes it. */
    record Msleep(Length length) implements SleepOperation, SleepsInState {
        @Override
        public String c() {
            return "msleep(" + length.milliseconds() + ")";
        }

        /** The same call for minutes instead of a moment. */
        public Msleep ofMinutes() {
            return new Msleep(Length.MINUTES);
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return Stream.of(new MsleepInterruptible(length));
        }
    }

    /** {@code msleep_interruptible()}: sleeps until the time is over or a signal is pending. */
    record MsleepInterruptible(Length length) implements SleepOperation, SleepsInState {
        @Override
        public String c() {
            return "msleep_interruptible(" + length.milliseconds() + ")";
        }

        /** The same call for minutes instead of a moment. */
        public MsleepInterruptible ofMinutes() {
            return new MsleepInterruptible(Length.MINUTES);
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return Stream.of(new Msleep(length));
        }
    }

    /** How long a sleep is. Time is abstract; what is asked is whether somebody would mind waiting for its end. */
    enum Length {
        MOMENT(100),
        MINUTES(600_000);

        private final int milliseconds;

        Length(int milliseconds) {
            this.milliseconds = milliseconds;
        }

        /** An example of that length, in milliseconds. */
        public int milliseconds() {
            return milliseconds;
        }
    }

    /** {@code schedule_timeout_interruptible()} and its kind: one sleep in that mode; yields what is left of the time. */
    record ScheduleTimeoutIn(SleepMode mode) implements SleepOperation, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            String suffix = mode == SleepMode.UNINTERRUPTIBLE ? "_uninterruptible" : mode.suffix();
            return "schedule_timeout" + suffix + "(HZ)";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE, SleepMode.IDLE)
                    .map(ScheduleTimeoutIn::new);
        }
    }

    /**
     * {@code schedule_hrtimeout()} in the state set before: yields 0 if its time is over, -EINTR if something else ended
     * the sleep.
     */
    record ScheduleHrtimeout() implements SleepOperation, YieldsNumber {
        @Override
        public String c() {
            return "schedule_hrtimeout(&ktime, HRTIMER_MODE_REL)";
        }
    }
}
