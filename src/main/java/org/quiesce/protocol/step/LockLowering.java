package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.LockOperation;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.step.Sleeps.Told;

/**
 * Lowers the calls about locks, semaphores and completions.
 *
 * @param sleeps  how the program sleeps
 * @param endings what ends its sleeps
 * @param others  who else may wait for its locks
 */
record LockLowering(Sleeps sleeps, SleepEndings endings, LockWaiters others) {

    private static final String BEGINS = "begins a section that must not sleep";
    private static final String ENDS = "ends the section that must not sleep";

    /** Appends the steps of such a call; false if it is none. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        return lock(chain, operation, into)
                || rwlock(chain, operation, into)
                || semaphore(chain, operation, into)
                || completion(chain, operation, into);
    }

    // ---- locks

    private boolean lock(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof LockOperation.Lock lock) {
            lock(chain, lock);
        } else if (operation instanceof LockOperation.MutexLockUnlessSignalled lock) {
            sleeps.waitFor(chain, new Told("takes " + lock.lock() + " if it is free",
                            "takes " + lock.lock() + " unless a signal is pending", ""),
                    new Micro.AcquireUnlessSignalled(lock.lock(), lock.mode(), into), Chain.AFTER);
            signalled(chain, lock.mode());
        } else if (operation instanceof LockOperation.Trylock lock) {
            chain.step("", "takes " + lock.lock() + " if it is free", "",
                    new Micro.TryAcquire(lock.lock(), lock.kind(), into));
            branches(chain);
        } else if (operation instanceof LockOperation.Unlock unlock) {
            release(chain, unlock.lock(), unlock.memory(), new Micro.Release(unlock.lock(), unlock.kind()),
                    new LockMicro.ReleaseToWaiters(unlock.lock()));
        } else {
            return false;
        }
        return true;
    }

    private void lock(Chain chain, LockOperation.Lock lock) {
        Micro acquire = new Micro.Acquire(lock.lock(), lock.kind());
        if (lock.kind() == LockOperation.LockKind.MUTEX) {
            sleeps.waitFor(chain, new Told("takes " + lock.lock() + " if it is free", "takes " + lock.lock(), ""), acquire, Chain.AFTER);
        } else {
            chain.await("", "takes " + lock.lock(), "", acquire);
        }
    }

    // ---- rwlocks

    private boolean rwlock(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof LockOperation.LockRw lock) {
            chain.step("section", BEGINS, "", new Micro.SectionBegin());
            boolean joins = lock.access() == Access.READ
                    && (others.runsInInterrupt() || lock.bottomHalves() == LockOperation.BottomHalves.OFF);
            chain.await("wait", "takes " + lock.lock() + " to " + lock.access().suffix(), "", joins
                    ? new LockMicro.JoinReaders(lock.lock())
                    : new LockMicro.SpinRw(lock.lock(), lock.access()));
            queues(chain, lock.access());
        } else if (operation instanceof LockOperation.TrylockRw lock) {
            chain.step("section", BEGINS, "", new Micro.SectionBegin());
            chain.step("try", "takes " + lock.lock() + " to " + lock.access().suffix() + " if that needs no wait", "",
                            new LockMicro.TryDownRw(lock.lock(), lock.access(), into))
                    .withoutNext()
                    .exit(Exit.TRUE, Chain.AFTER)
                    .exit(Exit.FALSE, ".end");
            chain.step("end", ENDS, "", new Micro.SectionEnd());
        } else if (operation instanceof LockOperation.UnlockRw lock) {
            chain.step("release", "releases " + lock.lock(), "", new Micro.UpRw(lock.lock(), lock.access()));
            chain.step("end", ENDS, "", new Micro.SectionEnd());
        } else {
            return false;
        }
        return true;
    }

    // ---- semaphores

    private boolean semaphore(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof LockOperation.Down down) {
            sleeps.waitFor(chain, new Told("takes " + down.semaphore() + " if it is free", "takes " + down.semaphore(), ""),
                    new Micro.Down(down.semaphore()), Chain.AFTER);
        } else if (operation instanceof LockOperation.DownUnlessSignalled down) {
            sleeps.waitFor(chain, new Told("takes " + down.semaphore() + " if it is free",
                            "takes " + down.semaphore() + " unless a signal is pending", ""),
                    new Micro.DownUnlessSignalled(down.semaphore(), down.mode(), into), Chain.AFTER);
            signalled(chain, down.mode());
        } else if (operation instanceof LockOperation.DownTrylock down) {
            chain.step("", "takes " + down.semaphore() + " if it is free", "", new Micro.TryDown(down.semaphore(), into));
            branches(chain);
        } else if (operation instanceof LockOperation.DownTimeout down) {
            sleeps.waitFor(chain, new Told("takes " + down.semaphore() + " if it is free",
                            "takes " + down.semaphore() + " unless its time is over", ""),
                    new LockMicro.DownTimeout(down.semaphore(), into), Chain.AFTER);
            chain.alsoNext(Exit.TIMED_OUT);
        } else if (operation instanceof LockOperation.DownRwUnlessSignalled down) {
            String how = down.semaphore() + " to " + down.access().suffix();
            sleeps.waitFor(chain, new Told("takes " + how + " if it is free", "takes " + how + " unless a signal is pending", ""),
                    new LockMicro.DownRwUnlessSignalled(down.semaphore(), down.access(), down.mode(), into), Chain.AFTER);
            queues(chain, down.access());
            signalled(chain, down.mode());
        } else if (operation instanceof LockOperation.DownRwTrylock down) {
            chain.step("", "takes " + down.semaphore() + " to " + down.access().suffix() + " if that needs no wait", "",
                    new LockMicro.TryDownRw(down.semaphore(), down.access(), into));
            branches(chain);
        } else if (operation instanceof LockOperation.Up up) {
            chain.step("", "gives to " + up.semaphore(), "", new Micro.Up(up.semaphore()));
        } else if (operation instanceof LockOperation.DownRw down) {
            String how = down.semaphore() + " to " + down.access().suffix();
            sleeps.waitFor(chain, new Told("takes " + how + " if it is free", "takes " + how, ""),
                    new Micro.DownRw(down.semaphore(), down.access()), Chain.AFTER);
            queues(chain, down.access());
        } else if (operation instanceof LockOperation.UpRw up) {
            release(chain, up.semaphore(), up.memory(), new Micro.UpRw(up.semaphore(), up.access()),
                    new LockMicro.UpRwToWaiters(up.semaphore(), up.access()));
        } else {
            return false;
        }
        return true;
    }

    /**
     * Where somebody waits, the next owner may have the lock, and have freed it, when who released it looks there whom to
     * wake.
     */
    private void release(Chain chain, String lock, Optional<String> memory, Micro release, Micro toWaiters) {
        Optional<String> lookedAt = memory.filter(m -> others.mayWaitFor(lock));
        if (lookedAt.isEmpty()) {
            chain.step("", "releases " + lock, "", release);
            return;
        }
        String in = lookedAt.get();
        chain.step("release", "releases " + lock, "", toWaiters)
                .exit(Exit.NEXT, Chain.AFTER)
                .exit(Exit.TRUE, ".waiters");
        chain.step("waiters", "looks in " + in + " who waits for " + lock, "", new Micro.UseMemory(in));
    }

    /** A writer that can't have it at once is known to wait from then on. */
    private static void queues(Chain chain, Access access) {
        if (access == Access.WRITE) {
            chain.exit(Exit.TRUE, ".wait");
        }
    }

    // ---- completions

    private boolean completion(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof CompletionOperation.Complete complete) {
            chain.step("", "completes " + complete.completion(), "", new Micro.Complete(complete.completion()));
        } else if (operation instanceof CompletionOperation.CompleteAll complete) {
            chain.step("", "completes " + complete.completion() + " for all", "",
                    new Micro.CompleteAll(complete.completion()));
        } else if (operation instanceof CompletionOperation.ReinitCompletion reinit) {
            chain.step("", "resets " + reinit.completion(), "", new Micro.ReinitCompletion(reinit.completion()));
        } else if (operation instanceof CompletionOperation.WaitForCompletion wait) {
            waitForCompletion(chain, wait, into);
        } else if (operation instanceof CompletionOperation.TryWaitForCompletion wait) {
            chain.step("", "takes a count of " + wait.completion() + " if there is one", "",
                    new LockMicro.TryDone(wait.completion(), into));
            branches(chain);
        } else {
            return false;
        }
        return true;
    }

    private void waitForCompletion(Chain chain, CompletionOperation.WaitForCompletion wait, Optional<String> into) {
        sleeps.waitFor(chain, new Told("takes " + wait.completion() + " if it is complete",
                        "waits for " + wait.completion(), ""),
                new Micro.WaitDone(wait.completion(), wait.mode(), wait.timeout(), into), Chain.AFTER);
        signalled(chain, wait.mode());
        if (wait.timeout() == Timeout.FINITE) {
            chain.alsoNext(Exit.TIMED_OUT);
        }
    }

    /** A signal may end the wait, and leads where its end does. */
    private void signalled(Chain chain, SleepMode mode) {
        if (endings.bySignal(mode)) {
            chain.alsoNext(Exit.SIGNALLED);
        }
    }

    private static void branches(Chain chain) {
        chain.withoutNext().alsoNext(Exit.TRUE).alsoNext(Exit.FALSE);
    }
}
