package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.SharedObject.Absence;

/*
 * A file by which users call in is "none", "registered" or "withdrawn". Who may call through it is said of
 * Micro.TaskEnter.
 */

/** Files by which users call in come and go; each of these takes a mutex, or allocates. */
public sealed interface FileMicro extends Micro.OfTopic {

    @Override
    default boolean maySleep() {
        return true;
    }

    /**
     * misc_register and its like: a file that is {@code "registered"} faults with BOUND: some refuse a second registration,
     * some corrupt a list. Otherwise it becomes {@code "registered"}, and {@code into} 0: {@link Exit#NEXT}. If failure is
     * POSSIBLE there is also {@link Exit#FAILED}, where only {@code into} changes, to -ENOMEM.
     */
    record FileRegister(String file, Failure failure, Optional<String> into) implements FileMicro {}

    /**
     * misc_deregister and its like. A file that is {@code "registered"} becomes {@code "withdrawn"}: {@link Exit#NEXT}.
     * Otherwise {@link Exit#FALSE}, and the file stays as it is; WARNED_OF: {@code warned} becomes true; DANGLING: a file
     * that is {@code "withdrawn"} faults with KASAN-UAF instead; NOTHING: nothing else happens.
     */
    record FileWithdraw(String file, Absence absence) implements FileMicro {}

    /**
     * The rest of device_remove_file, proc_remove and debugfs_remove: waits until each of the callers is at idle or done.
     * Who removes a file in a call through it waits for ever, for itself.
     *
     * @param callers the contexts that call through the file, in order
     */
    record FileDrain(String file, List<String> callers) implements FileMicro {
        public FileDrain {
            callers = List.copyOf(callers);
        }
    }
}
