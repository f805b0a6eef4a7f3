package org.quiesce.protocol;

import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.SleepsInState;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutCompletion;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Completions. */
public sealed interface CompletionOperation extends Operation {

    /** {@code complete()}. */
    record Complete(String completion) implements CompletionOperation, AboutCompletion, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "complete(&" + completion + ")";
        }

        @Override
        public Stream<Operation> wakingOthers() {
            return Stream.of(new CompleteAll(completion));
        }
    }

    /** {@code complete_all()}. */
    record CompleteAll(String completion) implements CompletionOperation, AboutCompletion, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "complete_all(&" + completion + ")";
        }

        @Override
        public Stream<Operation> wakingOthers() {
            return Stream.of(new Complete(completion));
        }
    }

    /** {@code reinit_completion()}. */
    record ReinitCompletion(String completion) implements CompletionOperation, AboutCompletion {
        @Override
        public String c() {
            return "reinit_completion(&" + completion + ")";
        }
    }

    /** {@code wait_for_completion()} and its interruptible, killable and timeout forms. */
    record WaitForCompletion(String completion, SleepMode mode, Timeout timeout)
            implements CompletionOperation, AboutCompletion, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            String name = "wait_for_completion" + mode.suffix() + (timeout == Timeout.FINITE ? "_timeout" : "");
            return name + "(&" + completion + (timeout == Timeout.FINITE ? ", HZ)" : ")");
        }

        /** The same wait with a finite timeout. */
        public WaitForCompletion withTimeout() {
            return new WaitForCompletion(completion, mode, Timeout.FINITE);
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(other -> new WaitForCompletion(completion, other, timeout));
        }

        @Override
        public int success() {
            return timeout.expires() ? 1 : 0;
        }
    }

    /** {@code try_wait_for_completion()}: yields 1 if it took a count, else 0, and never sleeps. */
    record TryWaitForCompletion(String completion)
            implements CompletionOperation, AboutCompletion, YieldsNumber, NeedsNoTask {
        @Override
        public String c() {
            return "try_wait_for_completion(&" + completion + ")";
        }

        @Override
        public int success() {
            return 1;
        }
    }
}
