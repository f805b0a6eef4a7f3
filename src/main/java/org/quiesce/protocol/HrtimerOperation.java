package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutCallback;
import org.quiesce.protocol.OperationTrait.NeverReturns;
import org.quiesce.protocol.OperationTrait.YieldsNumber;
import org.quiesce.protocol.Program.CallbackKind;

/** High-resolution timers, whose functions run in hard interrupt context. */
public sealed interface HrtimerOperation extends Operation {

    /** A call about one of them. */
    sealed interface AboutHrtimer extends HrtimerOperation, AboutCallback {
        String timer();

        @Override
        default String callback() {
            return timer();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.HRTIMER;
        }
    }

    /** {@code hrtimer_start()}: arms the timer. */
    record HrtimerStart(String timer) implements AboutHrtimer {
        @Override
        public String c() {
            return "hrtimer_start(&" + timer + ", ktime, HRTIMER_MODE_REL)";
        }
    }

    /** {@code hrtimer_cancel()}: not armed and its function not running when it returns; yields whether it was armed. */
    record HrtimerCancel(String timer) implements AboutHrtimer, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "hrtimer_cancel(&" + timer + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new HrtimerTryToCancel(timer));
        }
    }

    /** {@code hrtimer_try_to_cancel()}: yields -1 if its function is running, 1 if it was armed, else 0. */
    record HrtimerTryToCancel(String timer) implements AboutHrtimer, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "hrtimer_try_to_cancel(&" + timer + ")";
        }
    }

    /** {@code return HRTIMER_RESTART;} of a timer's function: the timer is armed again. */
    record HrtimerRestart() implements HrtimerOperation, NeverReturns {
        @Override
        public String c() {
            return "return HRTIMER_RESTART";
        }

        /** It returns, and the kernel does the rest. */
        @Override
        public Optional<String> function() {
            return Optional.empty();
        }
    }
}
