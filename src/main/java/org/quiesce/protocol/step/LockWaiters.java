package org.quiesce.protocol.step;

import java.util.stream.Stream;
import org.quiesce.protocol.LockOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Program.Sleeping;

/**
 * Who else may wait for the locks of a program, until he has them or until a signal ends the wait; and how it waits itself.
 *
 * @param protocol the protocol
 * @param program  the one that has the locks
 */
record LockWaiters(Protocol protocol, Program program) {

    boolean mayWaitFor(String lock) {
        return protocol.programs().stream()
                .filter(p -> !p.equals(program) || p.count() > 1)
                .flatMap(p -> p.operations(LockOperation.class))
                .flatMap(LockWaiters::waitedFor)
                .anyMatch(lock::equals);
    }

    /** Whether the program itself interrupts others, and so does not queue behind who waits. */
    boolean runsInInterrupt() {
        return program instanceof Program.Callback callback && callback.kind().sleeping() == Sleeping.FORBIDDEN;
    }

    private static Stream<String> waitedFor(Operation operation) {
        return operation instanceof LockOperation.Lock o ? Stream.of(o.lock())
                : operation instanceof LockOperation.MutexLockUnlessSignalled o ? Stream.of(o.lock())
                : operation instanceof LockOperation.DownRw o ? Stream.of(o.semaphore())
                : operation instanceof LockOperation.DownRwUnlessSignalled o ? Stream.of(o.semaphore())
                : Stream.of();
    }
}
