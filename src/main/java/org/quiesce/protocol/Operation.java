package org.quiesce.protocol;

import java.util.Optional;

/** One call of a kernel primitive, or one access to a shared object, in a program. */
public sealed interface Operation
        permits AsyncOperation, BitWaitOperation, CompletionOperation, DataOperation, FreezerOperation,
                HrtimerOperation, InterruptOperation, KthreadOperation, KthreadWorkerOperation,
                LockOperation, ModuleOperation, NotifierOperation, RcuOperation, SignalOperation,
                SimpleWaitOperation, SleepOperation, SmpbootOperation, SrcuOperation, TaskOperation,
                TimerOperation, UserFileOperation, WaitQueueOperation, WorkOperation, OperationTrait {

    /** The call as C, without the semicolon. */
    String c();

    /** Name of the kernel function that is called; empty for a plain access. */
    default Optional<String> function() {
        return Optional.of(Listing.calledIn(c()));
    }

    /** What the call yields. */
    default Result result() {
        return Result.NOTHING;
    }

    /** Whether no statement follows the call: it ends the thread, or the function. */
    default boolean neverReturns() {
        return this instanceof OperationTrait.NeverReturns;
    }

    /** What a call yields, and so what kind of variable can take it. */
    enum Result {
        NOTHING,
        TASK,
        NUMBER
    }
}
