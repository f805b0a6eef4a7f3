package org.quiesce.protocol.step;

import java.util.Optional;
import java.util.function.Consumer;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject.RwSemaphore;
import org.quiesce.protocol.SmpbootOperation;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;

/**
 * Lowers the calls about per-CPU threads, of which there is one here, and about the lock of CPU hotplug. The loop of
 * such a thread is core text.
 */
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
    boolean lower(Chain chain, Operation operation) {
        if (operation instanceof SmpbootOperation.SmpbootRegister o) {
            register(chain, o.thread(), o.pointer());
        } else if (operation instanceof SmpbootOperation.SmpbootUnregister o) {
            unregister(chain, o.pointer());
        } else if (operation instanceof SmpbootOperation.SmpbootThreadFn) {
            loop(chain);
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
    private void register(Chain chain, String thread, String pointer) {
        TaskOperand register = new TaskOperand.Register();
        lock(chain, "lock", Access.READ, ".create");
        chain.step("create", "creates a thread of " + thread, "C1 C2 C3 C4 C5",
                new Micro.CreateThread(thread, Failure.ASSUMED_AWAY));
        TaskLowering.bindNew(chain, Placement.ON_CPU, protocol);
        chain.step("park", "sets KTHREAD_SHOULD_PARK", "P3", new Micro.ParkSet(register))
                .step("wake", "wakes the new thread", "P4", new Micro.ParkWake(register));
        sleeps.waitFor(chain, "parked", new Sleeps.Told("takes 'parked' as it is, if the thread has parked",
                "waits for 'parked'", "P5"), new Micro.ParkWait(register), ".verify");
        chain.step("verify", "waits until the thread is off its CPU, parked", "P6",
                        new Micro.ParkVerify(register, Optional.empty()))
                .step("get", "takes a reference on the thread", "", new Micro.GetTask(register))
                .step("store", "stores the pointer in " + pointer, "", new Micro.StorePointer(pointer))
                .step("unpark", "clears KTHREAD_SHOULD_PARK and wakes the parked thread", "",
                        new Micro.Unpark(new TaskOperand.Direct(pointer)));
        unlock(chain, "unlock", Access.READ);
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
    }

    private static void unlock(Chain chain, String suffix, Access access) {
        chain.step(suffix, "releases " + LOCK, "", new Micro.UpRw(LOCK, access));
    }

    /** smpboot_thread_fn(); what the thread does when it should run is left out. */
    private static void loop(Chain chain) {
        chain.core("set", "sets " + TaskState.INTERRUPTIBLE.c(), "", new Micro.SetState(TaskState.INTERRUPTIBLE));
        chain.core("stop", "tests kthread_should_stop()", "", new Micro.Test(new Condition.ShouldStop()))
                .withoutNext()
                .exit(Exit.TRUE, ".leave")
                .exit(Exit.FALSE, ".park");
        chain.core("park", "tests kthread_should_park()", "", new Micro.Test(new Condition.ShouldPark()))
                .withoutNext()
                .exit(Exit.TRUE, ".parkme")
                .exit(Exit.FALSE, ".sleep");
        chain.core("sleep", "calls schedule()", "", new Micro.Schedule()).exit(Exit.NEXT, ".set");
        chain.core("parkme", "sets TASK_PARKED", "Q1", new Micro.SetState(TaskState.PARKED));
        chain.core("parking", "tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'", "Q2 Q3",
                        new Micro.ParkmeTest())
                .withoutNext()
                .exit(Exit.TRUE, ".parked")
                .exit(Exit.FALSE, ".run");
        chain.core("parked", "calls schedule()", "Q4", new Micro.Schedule()).exit(Exit.NEXT, ".parkme");
        chain.core("run", "sets TASK_RUNNING", "Q5", new Micro.SetState(TaskState.RUNNING)).exit(Exit.NEXT, ".set");
        chain.core("leave", "sets TASK_RUNNING and returns", "X1", new Micro.SetState(TaskState.RUNNING),
                        new Micro.ThreadReturn(Value.of(0)))
                .exit(Exit.NEXT, Label.EXIT);
    }
}
