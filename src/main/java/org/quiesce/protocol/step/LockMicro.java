package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.SleepMode;

/** Locks and completions: attempts, waits that something else can end, and releases that look for who waits. */
public sealed interface LockMicro extends Micro.OfTopic {

    /**
     * try_wait_for_completion: {@link Exit#TRUE} if the completion is above 0: one is taken off unless it is
     * COMPLETED_FOR_ALL, and {@code into} becomes 1; otherwise {@link Exit#FALSE} and {@code into} becomes 0.
     */
    record TryDone(String completion, Optional<String> into) implements LockMicro {}

    /**
     * down_timeout, which never waits in the model: {@link Exit#NEXT} if the semaphore is above 0: one is taken off,
     * {@code into} becomes 0; {@link Exit#TIMED_OUT} if it is 0: {@code into} becomes -ETIME.
     */
    record DownTimeout(String semaphore, Optional<String> into) implements LockMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** read_lock, write_lock of a rwlock: as {@link Micro.DownRw}, but whoever waits spins. */
    record SpinRw(String lock, Access access) implements LockMicro {}

    /**
     * read_lock in an interrupt, or with bottom halves off: waits until no context holds the lock for writing; then {@code c}
     * holds it for reading. If it does so already it faults with BOUND: how often is not counted.
     */
    record JoinReaders(String lock) implements LockMicro {}

    /**
     * mutex_unlock of a mutex in memory: as {@link Micro.Release}; {@link Exit#TRUE} if another context
     * {@linkplain LoweredProgram#waiting waits} for the lock: it may have set MUTEX_FLAG_WAITERS, and then the mutex is
     * looked at again when it has no owner any more (__mutex_unlock_slowpath()); otherwise {@link Exit#NEXT}, as nothing is
     * (__mutex_unlock_fast()). Who releases what he does not own leaves so, too.
     */
    record ReleaseToWaiters(String lock) implements LockMicro {}

    /**
     * up_read, up_write of a semaphore in memory: as {@link Micro.UpRw}; {@link Exit#TRUE} if {@code c} held
     * it so, another context {@linkplain LoweredProgram#waiting waits} for it, and no context holds it any more: then it is
     * looked at again (rwsem_wake()); otherwise {@link Exit#NEXT}.
     */
    record UpRwToWaiters(String semaphore, Access access) implements LockMicro {}

    /**
     * down_read_trylock, down_write_trylock, and those of a rwlock: {@link Exit#TRUE} if nobody has the semaphore in a way that keeps {@code c} out,
     * {@code c} included, and no context is at {@code "wait"}: {@code c} holds it as after {@link Micro.DownRw}, {@code into}
     * becomes 1; otherwise {@link Exit#FALSE} and {@code into} becomes 0. Readers keep writers out, a writer everybody.
     */
    record TryDownRw(String semaphore, Access access, Optional<String> into) implements LockMicro {}

    /**
     * down_read_interruptible, down_write_killable and the like: {@link Exit#NEXT} as {@link Micro.DownRw}, {@code into}
     * becomes 0; if that can't be and the sleep is ended by a signal in that mode {@link Exit#SIGNALLED}: {@code into}
     * becomes -EINTR, and {@code "wait"}, if {@code c} is at that, {@code "none"}; otherwise {@link Exit#TRUE} as that. It
     * waits while none of these is so.
     */
    record DownRwUnlessSignalled(String semaphore, Access access, SleepMode mode, Optional<String> into)
            implements LockMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }
}
