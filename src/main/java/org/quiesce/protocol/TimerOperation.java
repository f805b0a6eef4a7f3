package org.quiesce.protocol;

import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutTimer;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Timers. */
public sealed interface TimerOperation extends Operation {

    /** {@code mod_timer()}: arms the timer, unless it was shut down; yields whether it was armed. */
    record ModTimer(String timer) implements TimerOperation, AboutTimer, YieldsNumber {
        @Override
        public String c() {
            return "mod_timer(&" + timer + ", jiffies + HZ)";
        }
    }

    /** {@code timer_delete()}: disarms the timer and does not wait for its function; yields whether it was armed. */
    record TimerDelete(String timer) implements TimerOperation, AboutTimer, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "timer_delete(&" + timer + ")";
        }
    }

    /** {@code timer_delete_sync()}: not armed and its function not running when it returns; yields whether it was armed. */
    record TimerDeleteSync(String timer) implements TimerOperation, AboutTimer, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "timer_delete_sync(&" + timer + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new TimerDelete(timer));
        }
    }

    /** {@code timer_shutdown_sync()}: as timer_delete_sync, and later arming does nothing. */
    record TimerShutdownSync(String timer) implements TimerOperation, AboutTimer, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "timer_shutdown_sync(&" + timer + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new TimerDeleteSync(timer), new TimerShutdown(timer));
        }
    }

    /** {@code try_to_del_timer_sync()}: yields -1 if its function is running, 1 if it was armed and is no more, else 0. */
    record TryToDelTimerSync(String timer) implements TimerOperation, AboutTimer, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "try_to_del_timer_sync(&" + timer + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new TimerDelete(timer));
        }
    }

    /** {@code timer_shutdown()}: as timer_delete, and later arming does nothing. */
    record TimerShutdown(String timer) implements TimerOperation, AboutTimer, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "timer_shutdown(&" + timer + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new TimerDelete(timer));
        }
    }
}
