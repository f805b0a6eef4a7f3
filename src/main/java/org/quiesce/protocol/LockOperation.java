package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.OperationFamily.GivesBackLock;
import org.quiesce.protocol.OperationFamily.TakesLock;
import org.quiesce.protocol.OperationTrait.AboutLock;
import org.quiesce.protocol.OperationTrait.AboutRwlock;
import org.quiesce.protocol.OperationTrait.AboutRwSemaphore;
import org.quiesce.protocol.OperationTrait.AboutSemaphore;
import org.quiesce.protocol.OperationTrait.BeginsSection;
import org.quiesce.protocol.OperationTrait.LiesInMemory;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Locks: mutexes, spinlocks, semaphores. */
public sealed interface LockOperation extends Operation {

    /** {@code mutex_lock()} or {@code spin_lock()}. */
    record Lock(String lock, LockKind kind) implements LockOperation, AboutLock, TakesLock {
        @Override
        public String c() {
            return kind.prefix() + "_lock(&" + lock + ")";
        }
    }

    /**
     * {@code mutex_lock_interruptible()} and {@code mutex_lock_killable()}: -EINTR when it would have to wait and a signal is
     * pending that ends such a sleep.
     */
    record MutexLockUnlessSignalled(String lock, SleepMode mode)
            implements LockOperation, AboutLock, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return "mutex_lock" + mode.suffix() + "(&" + lock + ")";
        }
    }

    /** {@code mutex_trylock()} or {@code spin_trylock()}: yields 1 if it took the lock, else 0. */
    record Trylock(String lock, LockKind kind) implements LockOperation, AboutLock, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return kind.prefix() + "_trylock(&" + lock + ")";
        }

        @Override
        public int success() {
            return 1;
        }
    }

    /**
     * {@code mutex_unlock()} or {@code spin_unlock()}.
     *
     * @param memory in which a mutex lies that, if somebody waits for it, is looked at once more when he may have it: who
     *               frees the memory then frees it under the feet of who gave it to him
     *               (Documentation/locking/mutex-design.rst);
     *               nothing is looked at after a spinlock is released
     */
    record Unlock(String lock, LockKind kind, Optional<String> memory)
            implements LockOperation, AboutLock, GivesBackLock, LiesInMemory {
        @Override
        public String c() {
            return kind.prefix() + "_unlock(&" + within(memory) + lock + ")";
        }
    }

    /** {@code down()}: waits until the semaphore is above 0 and takes one off. */
    record Down(String semaphore) implements LockOperation, AboutSemaphore, TakesLock {
        @Override
        public String c() {
            return "down(&" + semaphore + ")";
        }
    }

    /** {@code down_interruptible()} and {@code down_killable()}: -EINTR as {@link MutexLockUnlessSignalled}. */
    record DownUnlessSignalled(String semaphore, SleepMode mode)
            implements LockOperation, AboutSemaphore, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return "down" + mode.suffix() + "(&" + semaphore + ")";
        }
    }

    /** {@code down_trylock()}: yields 0 if it took one off and, unlike mutex_trylock(), 1 if there was none. */
    record DownTrylock(String semaphore) implements LockOperation, AboutSemaphore, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return "down_trylock(&" + semaphore + ")";
        }
    }

    /** {@code up()}, by whomever. */
    record Up(String semaphore) implements LockOperation, AboutSemaphore, NeedsNoTask, GivesBackLock {
        @Override
        public String c() {
            return "up(&" + semaphore + ")";
        }
    }

    /** {@code down_read()} or {@code down_write()}. */
    record DownRw(String semaphore, Access access) implements LockOperation, AboutRwSemaphore, TakesLock {
        @Override
        public String c() {
            return "down_" + access.suffix() + "(&" + semaphore + ")";
        }
    }

    /** {@code down_read_trylock()} or {@code down_write_trylock()}: yields 1 if it took the semaphore, else 0. */
    record DownRwTrylock(String semaphore, Access access)
            implements LockOperation, AboutRwSemaphore, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return "down_" + access.suffix() + "_trylock(&" + semaphore + ")";
        }

        @Override
        public int success() {
            return 1;
        }
    }

    /**
     * {@code up_read()} or {@code up_write()}.
     *
     * @param memory in which it lies; it is looked at once more, if somebody waits, after it is given back, as in {@link Unlock}
     *               (kernel/locking/rwsem.c)
     */
    record UpRw(String semaphore, Access access, Optional<String> memory)
            implements LockOperation, AboutRwSemaphore, GivesBackLock, LiesInMemory {
        @Override
        public String c() {
            return "up_" + access.suffix() + "(&" + within(memory) + semaphore + ")";
        }
    }

    private static String within(Optional<String> memory) {
        return memory.map(m -> m + "->").orElse("");
    }

    /**
     * {@code read_lock()} or {@code write_lock()}, which spin: a section that must not sleep begins. Who comes to read while
     * a writer waits queues behind it, but for interrupts, and with bottom halves off: he only waits for one who writes
     * (queued_read_lock_slowpath(), which asks in_interrupt()).
     */
    record LockRw(String lock, Access access, BottomHalves bottomHalves)
            implements LockOperation, AboutRwlock, BeginsSection, TakesLock {
        @Override
        public String c() {
            return access.suffix() + "_lock" + bottomHalves.suffix() + "(&" + lock + ")";
        }
    }

    /** {@code read_trylock()} or {@code write_trylock()}: yields 1 if it took the lock, else 0; a section begins if it did. */
    record TrylockRw(String lock, Access access)
            implements LockOperation, AboutRwlock, BeginsSection, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return access.suffix() + "_trylock(&" + lock + ")";
        }

        @Override
        public int success() {
            return 1;
        }
    }

    /** {@code read_unlock()} or {@code write_unlock()}: the section ends. */
    record UnlockRw(String lock, Access access) implements LockOperation, AboutRwlock, GivesBackLock {
        @Override
        public String c() {
            return access.suffix() + "_unlock(&" + lock + ")";
        }
    }

    /** Whether a call that takes a lock lets no bottom half run on the CPU meanwhile. */
    enum BottomHalves {
        ON(""),
        OFF("_bh");

        private final String suffix;

        BottomHalves(String suffix) {
            this.suffix = suffix;
        }

        /** What the names of the kernel functions end in. */
        public String suffix() {
            return suffix;
        }
    }

    /** What a lock is held for that readers share. */
    enum Access {
        READ("read"),
        WRITE("write");

        private final String suffix;

        Access(String suffix) {
            this.suffix = suffix;
        }

        /** What the names of the kernel functions end in, and the value in the semaphore's variable. */
        public String suffix() {
            return suffix;
        }
    }

    /** The kinds of lock. */
    enum LockKind {
        MUTEX("mutex"),
        SPINLOCK("spin");

        private final String prefix;

        LockKind(String prefix) {
            this.prefix = prefix;
        }

        /** What the names of the kernel functions begin with. */
        public String prefix() {
            return prefix;
        }
    }

    /** {@code down_timeout()}: -ETIME when its time is over. */
    record DownTimeout(String semaphore) implements LockOperation, AboutSemaphore, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return "down_timeout(&" + semaphore + ", HZ)";
        }
    }

    /** {@code down_read_interruptible()}, {@code down_write_killable()}: -EINTR as {@link MutexLockUnlessSignalled}. */
    record DownRwUnlessSignalled(String semaphore, Access access, SleepMode mode)
            implements LockOperation, AboutRwSemaphore, YieldsNumber, TakesLock {
        @Override
        public String c() {
            return "down_" + access.suffix() + mode.suffix() + "(&" + semaphore + ")";
        }
    }
}
