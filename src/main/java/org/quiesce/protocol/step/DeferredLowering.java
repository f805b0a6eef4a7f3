package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.AsyncOperation;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.HrtimerOperation;
import org.quiesce.protocol.InterruptOperation;
import org.quiesce.protocol.InterruptOperation.Waiting;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SrcuOperation;
import org.quiesce.protocol.TimerOperation;
import org.quiesce.protocol.step.Sleeps.Told;

/** Lowers the calls about high-resolution timers, interrupts that are off, grace periods and asynchronous calls. */
final class DeferredLowering {

    private final Protocol protocol;
    private final Sleeps sleeps;
    private final GracePeriods graces;

    DeferredLowering(Protocol protocol, Sleeps sleeps, GracePeriods graces) {
        this.protocol = protocol;
        this.sleeps = sleeps;
        this.graces = graces;
    }

    /** Appends the steps of such a call; false if it is none. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        return timer(chain, operation, into) || interrupt(chain, operation) || rcu(chain, operation)
                || srcu(chain, operation) || async(chain, operation);
    }

    // ---- timers

    private static boolean timer(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof TimerOperation.TryToDelTimerSync o) {
            tryDelete(chain, o.timer(), into);
        } else if (operation instanceof TimerOperation.TimerShutdown o) {
            chain.step("", "disarms " + o.timer() + " for ever and does not wait", "",
                    new CallbackMicro.ShutdownAtOnce(o.timer(), into));
        } else if (operation instanceof HrtimerOperation.HrtimerStart o) {
            chain.step("", "arms " + o.timer(), "", new Micro.CallbackArm(o.timer(), Optional.empty()));
        } else if (operation instanceof HrtimerOperation.HrtimerCancel o) {
            chain.await("", "disarms " + o.timer() + " when its function is not running", "",
                    new Micro.CallbackDelete(o.timer(), into));
        } else if (operation instanceof HrtimerOperation.HrtimerTryToCancel o) {
            tryDelete(chain, o.timer(), into);
        } else {
            return false;
        }
        return true;
    }

    private static void tryDelete(Chain chain, String timer, Optional<String> into) {
        chain.step("", "disarms " + timer + " unless its function is running", "",
                new CallbackMicro.TryDelete(timer, into));
    }

    // ---- interrupts

    private boolean interrupt(Chain chain, Operation operation) {
        if (operation instanceof InterruptOperation.SynchronizeIrq o) {
            synchronize(chain, "", o.handler());
        } else if (operation instanceof InterruptOperation.DisableIrq o) {
            chain.step(o.waiting() == Waiting.FOR_HANDLERS ? "off" : "", "disables the interrupt", "",
                    new CallbackMicro.IrqDisable(o.handler()));
            if (o.waiting() == Waiting.FOR_HANDLERS) {
                synchronize(chain, "wait", o.handler());
            }
        } else if (operation instanceof InterruptOperation.EnableIrq o) {
            chain.step("", "takes one disabling of the interrupt back", "", new CallbackMicro.IrqEnable(o.handler()));
        } else if (operation instanceof InterruptOperation.TaskletDisable o) {
            disable(chain, o);
        } else if (operation instanceof InterruptOperation.TaskletEnable o) {
            chain.step("", "takes one disabling of " + o.tasklet() + " back", "", new CallbackMicro.TaskletEnable(o.tasklet()));
        } else if (operation instanceof InterruptOperation.DevmRequestIrq o) {
            chain.step("", "requests the interrupt, to be freed with the device", "",
                    new Micro.RequestIrq(o.handler(), Failure.ASSUMED_AWAY, Optional.empty()));
        } else {
            return false;
        }
        return true;
    }

    private void disable(Chain chain, InterruptOperation.TaskletDisable call) {
        boolean waits = call.waiting() == Waiting.FOR_HANDLERS;
        chain.step(waits ? "off" : "", "keeps " + call.tasklet() + " from running", "", new CallbackMicro.IrqDisable(call.tasklet()));
        if (waits) {
            sleeps.waitFor(chain, new Told("tests whether " + call.tasklet() + " is running",
                            "waits for a running " + call.tasklet(), ""),
                    new Micro.CallbackWait(call.tasklet()), Chain.AFTER);
        }
    }

    private void synchronize(Chain chain, String suffix, String handler) {
        Optional<String> thread = protocol.irqThread(handler);
        chain.await(thread.isPresent() && suffix.isEmpty() ? "handler" : suffix, "waits for a running handler", "",
                new Micro.CallbackWait(handler));
        thread.ifPresent(t -> sleeps.waitFor(chain, "thread",
                new Told("tests whether the thread of the interrupt has something left to do",
                        "waits until the thread of the interrupt has nothing left to do", ""),
                new Micro.IrqThreadStop(t), Chain.AFTER));
    }

    // ---- grace periods

    private boolean rcu(Chain chain, Operation operation) {
        if (operation instanceof RcuOperation.CallRcu o && graces.ofCallback(o.callback()).isPresent()) {
            arm(chain, o.memory(), "has " + o.callback() + " called after a grace period",
                    new GraceMicro.RcuArm(o.callback(), graces.ofCallback(o.callback()).orElseThrow()));
        } else if (operation instanceof RcuOperation.CallRcu o) {
            arm(chain, o.memory(), "has " + o.callback() + " called after a grace period",
                    new GraceMicro.CallRcu(o.callback()));
        } else if (operation instanceof RcuOperation.RcuBarrier o) {
            barrier(chain, List.of(o.callback()));
        } else if (operation instanceof RcuOperation.KfreeRcu o) {
            String callback = RcuOperation.afterGracePeriod(o.memory());
            chain.step("", "has " + o.memory() + " freed after a grace period", "", new GraceMicro.KfreeGiven(o.memory()),
                    graces.ofCallback(callback)
                            .<Micro>map(readers -> new GraceMicro.RcuArm(callback, readers))
                            .orElseGet(() -> new GraceMicro.CallRcu(callback)));
        } else if (operation instanceof RcuOperation.KvfreeRcuBarrier) {
            barrier(chain, graces.freeing());
        } else {
            return false;
        }
        return true;
    }

    /** The entry that is armed is written to: the memory that it lies in, if it is memory of the module, has to be there. */
    private static void arm(Chain chain, Optional<String> memory, String what, Micro arm) {
        chain.step("", what, "", memory
                .map(m -> new Micro[] {new Micro.UseMemory(m), arm})
                .orElseGet(() -> new Micro[] {arm}));
    }

    private void barrier(Chain chain, List<String> callbacks) {
        chain.step("begin", "notes which callbacks are pending", "", new Micro.BarrierBegin(callbacks));
        sleeps.waitFor(chain, new Told("tests whether there are any left", "waits for those callbacks", ""),
                new Micro.BarrierWait(callbacks), Chain.AFTER);
    }

    private boolean srcu(Chain chain, Operation operation) {
        if (operation instanceof SrcuOperation.SrcuReadLock o) {
            chain.step("", "begins to read in " + o.domain(), "", new GraceMicro.SrcuBegin(o.domain()));
        } else if (operation instanceof SrcuOperation.SrcuReadUnlock o) {
            chain.step("", "ends to read in " + o.domain(), "", new GraceMicro.SrcuEnd(o.domain()));
        } else if (operation instanceof SrcuOperation.SynchronizeSrcu o) {
            List<String> readers = graces.srcu(o.domain());
            chain.step("begin", "begins to wait for readers of " + o.domain(), "",
                    new GraceMicro.SrcuSynchronizeBegin(o.domain(), readers));
            chain.await("wait", "waits for those who are reading", "",
                            sleeps.awake(new GraceMicro.SrcuSynchronizeWait(o.domain(), readers)))
                    .exit(Exit.TRUE, ".wait");
        } else if (operation instanceof SrcuOperation.CallSrcu o) {
            arm(chain, o.memory(), "has " + o.callback() + " called after a grace period of " + o.domain(),
                    new GraceMicro.SrcuArm(o.callback(), o.domain(), graces.srcu(o.domain())));
        } else if (operation instanceof SrcuOperation.SrcuBarrier o) {
            barrier(chain, o.callbacks(protocol));
        } else {
            return false;
        }
        return true;
    }

    // ---- asynchronous calls

    private boolean async(Chain chain, Operation operation) {
        if (operation instanceof AsyncOperation.AsyncSchedule o) {
            chain.step("", "has a kworker call " + o.callback(), "", new CallbackMicro.AsyncSchedule(o.callback()));
        } else if (operation instanceof AsyncOperation.AsyncSynchronizeFull) {
            sleeps.waitFor(chain, new Told("tests whether an asynchronous call is left",
                            "waits until no asynchronous call is left", ""),
                    new CallbackMicro.AsyncWait(asyncs(protocol)), Chain.AFTER);
        } else {
            return false;
        }
        return true;
    }

    /** All functions that async_schedule() has called. */
    static List<String> asyncs(Protocol protocol) {
        return protocol.callbacks().stream()
                .filter(c -> c.kind() == CallbackKind.ASYNC)
                .map(Program::name)
                .toList();
    }
}
