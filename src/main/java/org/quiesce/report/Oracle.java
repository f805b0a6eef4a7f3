package org.quiesce.report;

import org.quiesce.protocol.property.Property;

/** Says how the simulator finds out that a property is violated. */
final class Oracle {

    private Oracle() {}

    /** In kernel terms, as a sentence without its full stop. */
    static String of(Property property) {
        return property.kind() == Property.Kind.SAFETY
                ? "tests in every state that can be reached whether " + bad(property)
                : "looks for a state that stays, or a loop that is fair to every context, in all of which "
                        + pending(property);
    }

    private static String bad(Property property) {
        return switch (property) {
            case NO_CODE_AFTER_UNLOAD -> "a context has fetched freed text, or would go on in freed text";
            case NO_USE_AFTER_FREE -> "a context has just touched a task or memory that is freed";
            case NO_WRONG_VICTIM -> "a context has just touched a task that is freed, and whose memory is another task's"
                    + " by now";
            case NO_INVALID_TASK -> "a context has just followed NULL or an error pointer";
            case NO_DOUBLE_STOP -> "a context is about to set KTHREAD_SHOULD_STOP of a thread that has it already";
            case NO_SELF_STOP -> "a thread is about to set its own KTHREAD_SHOULD_STOP";
            case NO_SLEEP_IN_ATOMIC -> "a context has just called what may sleep, where it must not sleep";
            case NO_BLOCKING_IN_WAIT_WINDOW -> "a task that is awake, in a sleeping state, is about to call what may block";
            case STOP_IS_PROMPT -> "a thread with KTHREAD_SHOULD_STOP is about to sleep for minutes, or does so";
            case REFERENCES_BALANCED -> "a reference was dropped that nobody held; or the text is freed, and a task"
                    + " that is gone is still referenced; or nothing runs in a live module, and it is still referenced";
            case EXITED_ONCE -> "a thread has completed 'exited' twice";
            case NO_KERNEL_WARNING -> "the kernel has printed a warning";
            case NOTHING_LEAKED -> "the text is freed, and memory, a workqueue or a kthread worker of the module is not,"
                    + " or a thread still waits for its first wake or for work; or an allocation is about to overwrite the"
                    + " only pointer to such an object";
            case LOCKS_RELEASED -> "a context holds a lock, and its next step is none in the code of the module; after an"
                    + " oops that is not asked";
            case STOP_RESULT_CORRECT -> "kthread_stop() is about to return while the thread still runs module code, or"
                    + " with a value that the thread does not return";
            case STOP_TERMINATES, THREAD_EXITS, UNLOAD_COMPLETES, REQUESTS_ANSWERED, PARK_TERMINATES,
                    LOAD_COMPLETES, UNLOAD_POSSIBLE, FREEZE_COMPLETES, FLUSH_TERMINATES ->
                    throw new IllegalArgumentException(property.id() + " is no safety property");
        };
    }

    private static String pending(Property property) {
        return switch (property) {
            case STOP_TERMINATES -> "the same kthread_stop() has set its bit and has not returned; found sooner where"
                    + " nothing at all can go on";
            case THREAD_EXITS -> "a thread is asked to stop, and has not left its thread function";
            case UNLOAD_COMPLETES -> "the module is going, and its text is not freed";
            case FLUSH_TERMINATES -> "the same flush, drain, cancel or wait for a grace period goes on";
            case LOAD_COMPLETES -> "init has not returned";
            case UNLOAD_POSSIBLE -> "the module is live, and somebody holds a reference on it, or it has no exit; where"
                    + " there are users or an environment, with no call under way and no thread left that could drop one";
            case REQUESTS_ANSWERED -> "a call into the module has begun, and has not returned";
            case FREEZE_COMPLETES -> "a suspend waits for a user task to leave the kernel, or for a thread to freeze";
            case PARK_TERMINATES -> "the same kthread_park() waits";
            default -> throw new IllegalArgumentException(property.id() + " is no progress property");
        };
    }
}
