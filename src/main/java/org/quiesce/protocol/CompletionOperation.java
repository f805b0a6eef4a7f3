package org.quiesce.protocol;

import org.quiesce.protocol.OperationTrait.AboutCompletion;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Completions. */
public sealed interface CompletionOperation extends Operation {

    /** {@code complete()}. */
    record Complete(String completion) implements CompletionOperation, AboutCompletion, NeedsNoTask {
        @Override
        public String c() {
            return "complete(&" + completion + ")";
        }
    }

    /** {@code complete_all()}. */
    record CompleteAll(String completion) implements CompletionOperation, AboutCompletion, NeedsNoTask {
        @Override
        public String c() {
            return "complete_all(&" + completion + ")";
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
            implements CompletionOperation, AboutCompletion, YieldsNumber {
        @Override
        public String c() {
            String name = "wait_for_completion" + mode.suffix() + (timeout == Timeout.FINITE ? "_timeout" : "");
            return name + "(&" + completion + (timeout == Timeout.FINITE ? ", HZ)" : ")");
        }

        /** The same wait with a finite timeout. */
        public WaitForCompletion withTimeout() {
            return new WaitForCompletion(completion, mode, Timeout.FINITE);
        }
    }

    /** {@code try_wait_for_completion()}: yields 1 if it took a count, else 0, and never sleeps. */
    record TryWaitForCompletion(String completion)
            implements CompletionOperation, AboutCompletion, YieldsNumber, NeedsNoTask {
        @Override
        public String c() {
            return "try_wait_for_completion(&" + completion + ")";
        }
    }
}
