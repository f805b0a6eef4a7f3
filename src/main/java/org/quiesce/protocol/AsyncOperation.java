package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutCallback;
import org.quiesce.protocol.Program.CallbackKind;

/** Asynchronous function calls. An unload waits for them, a failed load does not. */
public sealed interface AsyncOperation extends Operation {

    /** {@code async_schedule()}: a kworker calls the function. */
    record AsyncSchedule(String callback) implements AsyncOperation, AboutCallback {
        @Override
        public CallbackKind callbackKind() {
            return CallbackKind.ASYNC;
        }

        @Override
        public String c() {
            return "async_schedule(" + callback + ", NULL)";
        }
    }

    /** {@code async_synchronize_full()}: waits until no function is left to call. */
    record AsyncSynchronizeFull() implements AsyncOperation, TearsDown {
        @Override
        public String c() {
            return "async_synchronize_full()";
        }
    }
}
