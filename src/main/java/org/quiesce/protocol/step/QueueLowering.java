package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.BitWaitOperation;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Condition.Barrier;
import org.quiesce.protocol.Condition.WaitqueueActive;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SimpleWaitOperation;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WaitQueueOperation;
import org.quiesce.protocol.WaitQueueOperation.Priority;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.WakeMask;

/** Lowers the calls about wait queues of all kinds, but for {@code wait_event()} and {@code wait_woken()}. */
final class QueueLowering {

    private final ExclusiveWaits exclusiveWaits;
    private final SleepEndings endings;
    private final boolean mixed;

    /**
     * @param endings what ends the sleeps of the program
     * @param mixed   whether the program waits on one queue both exclusively and not
     */
    QueueLowering(ExclusiveWaits exclusiveWaits, SleepEndings endings, boolean mixed) {
        this.exclusiveWaits = exclusiveWaits;
        this.endings = endings;
        this.mixed = mixed;
    }

    /** Appends the steps of such a call; false if it is none. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        return entry(chain, operation, into) || wakeUp(chain, operation) || bits(chain, operation, into);
    }

    // ---- entries

    private boolean entry(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof WaitQueueOperation.AddWaitQueue add) {
            chain.step("", "queues on " + add.queue() + ", to be told that it was woken", "",
                    new Micro.AddWait(add.queue()));
        } else if (operation instanceof WaitQueueOperation.AddWaitQueueExclusive add) {
            chain.step("", "queues on " + add.queue() + (add.priority() == Priority.FIRST ? " before all others" : ""), "",
                    queueing(new QueueMicro.Join(add.queue()), Waiter.EXCLUSIVE));
        } else if (operation instanceof WaitQueueOperation.RemoveWaitQueue remove) {
            chain.step("", "leaves " + remove.queue(), "", new Micro.RemoveWait(remove.queue()));
        } else if (operation instanceof WaitQueueOperation.PrepareToWait o) {
            chain.step("", "queues on " + o.queue() + ", sets " + o.state().c(), "",
                    queueing(new QueueMicro.Enqueue(o.queue(), o.state()), o.waiter()));
        } else if (operation instanceof WaitQueueOperation.PrepareToWaitEvent o) {
            prepareEvent(chain, o, into);
        } else if (operation instanceof WaitQueueOperation.FinishWait o) {
            chain.step("", "leaves " + o.queue() + ", sets TASK_RUNNING", "", new Micro.WaitFinish(o.queue()));
        } else {
            return false;
        }
        return true;
    }

    private Micro[] queueing(Micro micro, Waiter waiter) {
        return mixed ? new Micro[] {micro, new Micro.QueueAs(waiter)} : new Micro[] {micro};
    }

    private void prepareEvent(Chain chain, WaitQueueOperation.PrepareToWaitEvent call, Optional<String> into) {
        boolean ends = endings.bySignal(call.mode());
        chain.step("queue", "queues on " + call.queue() + ", sets " + call.mode().state().c(), "",
                queueing(new QueueMicro.EnqueueUnlessSignalled(call.queue(), call.mode()), Waiter.ORDINARY));
        if (into.isEmpty()) {
            if (ends) {
                chain.alsoNext(Exit.SIGNALLED);
            }
            return;
        }
        if (ends) {
            chain.exit(Exit.SIGNALLED, ".signalled");
        }
        chain.step("queued", "returns 0", "", new Micro.SetLocal(into.get(), Value.of(0)));
        if (ends) {
            chain.exit(Exit.NEXT, Chain.AFTER);
            chain.step("signalled", "returns -ERESTARTSYS", "",
                    new Micro.SetLocal(into.get(), Value.error(Errno.ERESTARTSYS)));
        }
    }

    // ---- wake-ups

    private boolean wakeUp(Chain chain, Operation operation) {
        if (operation instanceof WaitQueueOperation.WakeUp wake) {
            if (wake.waiters() == WaitQueueOperation.Waiters.ALL) {
                chain.step("", "wakes the waiters on " + wake.queue(), "", new Micro.WakeQueue(wake.queue(), wake.mask()));
            } else {
                wake(chain, "", wake.queue(), wake.mask());
            }
        } else if (operation instanceof WaitQueueOperation.WakeUpNr wake) {
            List<String> exclusive = exclusiveWaits.on(wake.queue());
            chain.step("", "wakes the waiters on " + wake.queue() + ", of exclusive ones " + wake.number(), "",
                    exclusive.isEmpty()
                            ? new Micro.WakeQueue(wake.queue(), WakeMask.NORMAL)
                            : new QueueMicro.WakeQueueSome(wake.queue(), WakeMask.NORMAL, exclusive, wake.number()));
        } else if (operation instanceof SimpleWaitOperation.SwakeUpOne wake) {
            chain.step("", "takes a waiter off " + wake.queue() + " and wakes it", "",
                    new QueueMicro.SwakeUpOne(wake.queue()));
        } else if (operation instanceof SimpleWaitOperation.RcuwaitWakeUp wake) {
            chain.step("", "wakes the waiter on " + wake.queue(), "", new Micro.WakeQueue(wake.queue(), WakeMask.NORMAL));
        } else {
            return false;
        }
        return true;
    }

    private void wake(Chain chain, String suffix, String queue, WakeMask mask) {
        List<String> exclusive = exclusiveWaits.on(queue);
        List<String> first = exclusiveWaits.firstOn(queue);
        if (!first.isEmpty()) {
            chain.step(suffix, "wakes the first waiter on " + queue + ", or the others if there is none", "",
                    new QueueMicro.WakeQueueFirst(queue, mask, first, exclusive));
        } else if (exclusive.isEmpty()) {
            chain.step(suffix, "wakes the waiters on " + queue, "", new Micro.WakeQueue(queue, mask));
        } else {
            chain.step(suffix, "wakes the waiters on " + queue + ", of exclusive ones one", "",
                    new Micro.WakeQueueOne(queue, mask, exclusive));
        }
    }

    // ---- bits and variables

    private boolean bits(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof BitWaitOperation.WaitOnBit wait) {
            waitOnBit(chain, wait, into);
        } else if (operation instanceof BitWaitOperation.WaitOnBitLock wait) {
            waitOnBitLock(chain, wait, into);
        } else if (operation instanceof BitWaitOperation.WakeUpBit wake) {
            wakeIfActive(chain, wake.queue(), Barrier.NONE);
        } else if (operation instanceof BitWaitOperation.WakeUpVar wake) {
            wakeIfActive(chain, wake.queue(), Barrier.NONE);
        } else if (operation instanceof BitWaitOperation.ClearAndWakeUpBit wake) {
            chain.step("clear", "clears " + wake.flag(), "", new Micro.SetFlag(wake.flag(), FlagValue.FALSE));
            wakeIfActive(chain, wake.queue(), Barrier.FULL);
        } else {
            return false;
        }
        return true;
    }

    private void wakeIfActive(Chain chain, String queue, Barrier barrier) {
        chain.step("active", "tests whether somebody waits on " + queue, "",
                        new Micro.Test(new WaitqueueActive(queue, barrier)))
                .withoutNext()
                .exit(Exit.TRUE, ".wake")
                .exit(Exit.FALSE, Chain.AFTER);
        wake(chain, "wake", queue, WakeMask.NORMAL);
    }

    /** A signal is looked at after a sleep only, and counts even if the flag is clear by then. */
    private void waitOnBit(Chain chain, BitWaitOperation.WaitOnBit wait, Optional<String> into) {
        boolean ends = endings.bySignal(wait.mode());
        boolean timed = wait.timeout().expires();
        Micro isSet = new Micro.Test(new Condition.FlagSet(wait.flag()));
        chain.step("check", "tests " + wait.flag(), "", new Micro.MightSleep(), isSet)
                .withoutNext()
                .exit(Exit.TRUE, timed ? ".arm" : ".prepare")
                .exit(Exit.FALSE, into.isPresent() ? ".skip" : Chain.AFTER);
        into.ifPresent(local -> chain.step("skip", "does not wait", "", new Micro.SetLocal(local, Value.of(0)))
                .exit(Exit.NEXT, Chain.AFTER));
        if (timed) {
            chain.step("arm", "arms the timer of its sleep", "", new Micro.TimerArm());
        }
        chain.step("prepare", "queues on " + wait.queue() + ", sets " + wait.mode().state().c(), "",
                queueing(new QueueMicro.Enqueue(wait.queue(), wait.mode().state()), Waiter.ORDINARY));
        chain.step("test", "tests " + wait.flag(), "", isSet)
                .withoutNext()
                .exit(Exit.TRUE, timed ? ".expired" : ".sleep")
                .exit(Exit.FALSE, ".finish");
        if (timed) {
            chain.step("expired", "tests whether its time is over", "", new Micro.TestTimer())
                    .withoutNext()
                    .exit(Exit.TRUE, ".late")
                    .exit(Exit.FALSE, ".sleep");
            finish(chain, "late", wait, into, Value.error(Errno.EAGAIN)).exit(Exit.NEXT, Chain.AFTER);
        }
        chain.step("sleep", "calls schedule()", "", new Micro.Schedule())
                .exit(Exit.NEXT, ends ? ".signal" : ".prepare");
        if (ends) {
            chain.step("signal", "tests whether a signal is pending", "", SleepEndings.test(wait.mode()))
                    .withoutNext()
                    .exit(Exit.TRUE, ".early")
                    .exit(Exit.FALSE, ".prepare");
            finish(chain, "early", wait, into, Value.error(Errno.EINTR)).exit(Exit.NEXT, Chain.AFTER);
        }
        finish(chain, "finish", wait, into, Value.of(0));
    }

    private static Chain finish(
            Chain chain, String suffix, BitWaitOperation.WaitOnBit wait, Optional<String> into, Value value) {
        List<Micro> micros = new ArrayList<>(List.of(new Micro.WaitFinish(wait.queue())));
        if (wait.timeout().expires()) {
            micros.add(new Micro.TimerOff(Optional.empty()));
        }
        into.ifPresent(local -> micros.add(new Micro.SetLocal(local, value)));
        return chain.step(suffix, leaves(wait.queue()), "", micros.toArray(Micro[]::new));
    }

    private static String leaves(String queue) {
        return "leaves " + queue + ", sets TASK_RUNNING";
    }

    /** Who was ended by a signal and finds the flag clear all the same has it (__wait_on_bit_lock()). */
    private void waitOnBitLock(Chain chain, BitWaitOperation.WaitOnBitLock wait, Optional<String> into) {
        boolean ends = endings.bySignal(wait.mode());
        String tries = "sets " + wait.flag() + ", and sees whether it was set";
        Micro isSet = new Micro.Test(new Condition.FlagSet(wait.flag()));
        Micro testAndSet = new QueueMicro.TestAndSet(wait.flag());
        String done = into.isPresent() ? ".got" : Chain.AFTER;
        chain.step("check", tries, "", new Micro.MightSleep(), testAndSet)
                .withoutNext()
                .exit(Exit.TRUE, ".prepare")
                .exit(Exit.FALSE, done);
        chain.step("prepare", "queues on " + wait.queue() + ", sets " + wait.mode().state().c(), "",
                queueing(new QueueMicro.Enqueue(wait.queue(), wait.mode().state()), Waiter.EXCLUSIVE));
        chain.step("test", "tests " + wait.flag(), "", isSet)
                .withoutNext()
                .exit(Exit.TRUE, ".sleep")
                .exit(Exit.FALSE, ".take");
        chain.step("sleep", "calls schedule()", "", new Micro.Schedule())
                .exit(Exit.NEXT, ends ? ".signal" : ".take");
        if (ends) {
            chain.step("signal", "tests whether a signal is pending", "", SleepEndings.test(wait.mode()))
                    .withoutNext()
                    .exit(Exit.TRUE, ".early")
                    .exit(Exit.FALSE, ".take");
            chain.step("early", leaves(wait.queue()), "", new Micro.WaitFinish(wait.queue()));
            chain.step("last", tries, "", testAndSet)
                    .withoutNext()
                    .exit(Exit.TRUE, into.isPresent() ? ".interrupted" : Chain.AFTER)
                    .exit(Exit.FALSE, done);
            into.ifPresent(local -> chain
                    .step("interrupted", "returns -EINTR", "", new Micro.SetLocal(local, Value.error(Errno.EINTR)))
                    .exit(Exit.NEXT, Chain.AFTER));
        }
        chain.step("take", tries, "", testAndSet)
                .withoutNext()
                .exit(Exit.TRUE, ".prepare")
                .exit(Exit.FALSE, ".finish");
        chain.step("finish", leaves(wait.queue()), "", new Micro.WaitFinish(wait.queue()))
                .exit(Exit.NEXT, done);
        into.ifPresent(local -> chain.step("got", "returns 0", "", new Micro.SetLocal(local, Value.of(0))));
    }
}
