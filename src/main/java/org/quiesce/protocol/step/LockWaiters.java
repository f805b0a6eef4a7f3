package org.quiesce.protocol.step;

import java.util.stream.Stream;
import org.quiesce.protocol.LockOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;

/**
 * Who else may wait for the locks of a program, until he has them or until a signal ends the wait.
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

    private static Stream<String> waitedFor(Operation operation) {
        return operation instanceof LockOperation.Lock o ? Stream.of(o.lock())
                : operation instanceof LockOperation.MutexLockUnlessSignalled o ? Stream.of(o.lock())
                : operation instanceof LockOperation.DownRw o ? Stream.of(o.semaphore())
                : operation instanceof LockOperation.DownRwUnlessSignalled o ? Stream.of(o.semaphore())
                : Stream.of();
    }
}
