package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject.RwSemaphore;
import org.quiesce.protocol.SmpbootOperation;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.Value;

/** Lowers the calls about per-CPU threads, of which there is one here, and about the lock of CPU hotplug. */
final class SmpbootLowering {

    private static final String LOCK = RwSemaphore.CPU_HOTPLUG_LOCK;

    private final Protocol protocol;
    private final Sleeps sleeps;
    private final Consumer<Chain> stop;

    /** @param stop appends S2 to S11, on the thread that {@code arg[c]} names */
    SmpbootLowering(Protocol protocol, Sleeps sleeps, Consumer<Chain> stop) {
        this.protocol = protocol;
        this.sleeps = sleeps;
        this.stop = stop;
    }

    /** Appends the steps of such a call; false if it is none. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof SmpbootOperation.SmpbootRegister o) {
            register(chain, o, into);
        } else if (operation instanceof SmpbootOperation.SmpbootUnregister o) {
            unregister(chain, o.pointer());
        } else if (operation instanceof SmpbootOperation.CpusLock o) {
            lock(chain, "wait", o.access(), Chain.AFTER);
        } else if (operation instanceof SmpbootOperation.CpusUnlock o) {
            unlock(chain, "", o.access());
        } else {
            return false;
        }
        return true;
    }

    /** The thread is parked before it has run, and let go when everything is in place. */
    private void register(Chain chain, SmpbootOperation.SmpbootRegister call, Optional<String> into) {
        TaskOperand register = new TaskOperand.Register();
        String pointer = call.pointer();
        boolean mayFail = call.failure() == Failure.POSSIBLE;
        lock(chain, "lock", Access.READ, ".create");
        chain.step("create", "creates a thread of " + call.thread(), "C1 C2 C3 C4 C5",
                new Micro.CreateThread(call.thread(), call.failure()));
        if (mayFail) {
            chain.exit(Exit.FAILED, ".failed");
        }
        TaskLowering.bindNew(chain, Placement.ON_CPU, protocol);
        chain.step("park", "sets KTHREAD_SHOULD_PARK", "P3", new Micro.ParkSet(register, Optional.empty()))
                .step("wake", "wakes the new thread", "P4", new Micro.ParkWake(register));
        sleeps.waitFor(chain, "parked", new Sleeps.Told("takes 'parked' as it is, if the thread has parked",
                "waits for 'parked'", "P5"), new Micro.ParkWait(register), ".verify");
        chain.step("verify", "waits until the thread is off its CPU, parked", "P6",
                        new Micro.ParkVerify(register, Optional.empty()))
                .step("get", "takes a reference on the thread", "", new Micro.GetTask(register))
                .step("store", "stores the pointer in " + pointer, "", new Micro.StorePointer(pointer))
                .step("unpark", "clears KTHREAD_SHOULD_PARK and wakes the parked thread", "",
                        new Micro.Unpark(new TaskOperand.Direct(pointer)));
        release(chain, "unlock", into, Value.of(0));
        if (mayFail) {
            chain.exit(Exit.NEXT, Chain.AFTER);
            chain.step("failed", "forgets the error pointer", "", new Micro.DropArg());
            release(chain, "undone", into, Value.error(Errno.ENOMEM));
        }
    }

    private static void release(Chain chain, String suffix, Optional<String> into, Value result) {
        List<Micro> micros = new ArrayList<>(List.of(new Micro.UpRw(LOCK, Access.READ)));
        into.ifPresent(local -> micros.add(new Micro.SetLocal(local, result)));
        chain.step(suffix, "releases " + LOCK, "", micros.toArray(Micro[]::new));
    }

    private void unregister(Chain chain, String pointer) {
        lock(chain, "lock", Access.READ, ".any");
        chain.step("any", "tests whether the CPU has a thread", "", new Micro.Test(new Condition.PointerNull(pointer)))
                .withoutNext()
                .exit(Exit.TRUE, ".unlock")
                .exit(Exit.FALSE, ".load");
        chain.step("load", "reads " + pointer, "S0", new Micro.LoadArg(new TaskRef.Pointer(pointer)));
        stop.accept(chain);
        chain.step("drop", "drops the reference on the thread", "", new Micro.PutTask(new TaskOperand.Direct(pointer)));
        chain.step("clear", "clears " + pointer, "", new Micro.ClearPointer(pointer));
        unlock(chain, "unlock", Access.READ);
    }

    private void lock(Chain chain, String suffix, Access access, String after) {
        String what = "takes " + LOCK + " to " + access.suffix();
        sleeps.waitFor(chain, suffix, new Sleeps.Told(what + " if it is free", what, ""),
                new Micro.DownRw(LOCK, access), after);
        if (access == Access.WRITE) {
            chain.exit(Exit.TRUE, "." + suffix);
        }
    }

    private static void unlock(Chain chain, String suffix, Access access) {
        chain.step(suffix, "releases " + LOCK, "", new Micro.UpRw(LOCK, access));
    }
}
