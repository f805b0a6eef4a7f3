package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Operation;

/** Lowers the calls that arm, disarm and wait for callbacks. */
final class CallbackLowering {

    private CallbackLowering() {}

    /** Appends the steps of the call; false if it is not one about a callback. */
    static boolean lower(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof Operation.ModTimer o) {
            arm(chain, "arms " + o.timer(), o.timer(), Optional.empty());
        } else if (operation instanceof Operation.ScheduleWork o) {
            arm(chain, "queues " + o.work() + " unless it is pending", o.work(), into);
        } else if (operation instanceof Operation.TaskletSchedule o) {
            arm(chain, "schedules " + o.tasklet(), o.tasklet(), Optional.empty());
        } else if (operation instanceof Operation.CallRcu o) {
            arm(chain, "has " + o.callback() + " called after a grace period", o.callback(), Optional.empty());
        } else if (operation instanceof Operation.RequestIrq o) {
            chain.step("", "requests the interrupt", "", new Micro.RequestIrq(o.handler(), o.failure(), into));
            if (o.failure() == Failure.POSSIBLE) {
                chain.alsoNext(Exit.FAILED);
            }
        } else if (operation instanceof Operation.TimerDelete o) {
            disarm(chain, "disarms " + o.timer() + " and does not wait", o.timer(), into);
        } else if (operation instanceof Operation.CancelWork o) {
            disarm(chain, "takes " + o.work() + " off the queue and does not wait", o.work(), into);
        } else if (operation instanceof Operation.TimerDeleteSync o) {
            await(chain, "", "disarms " + o.timer() + " when its function is not running",
                    new Micro.CallbackDelete(o.timer()));
        } else if (operation instanceof Operation.TimerShutdownSync o) {
            await(chain, "", "disarms " + o.timer() + " for ever when its function is not running",
                    new Micro.CallbackShutdown(o.timer()));
        } else if (operation instanceof Operation.CancelWorkSync o) {
            chain.step("steal", "takes " + o.work() + " off the queue and forbids queueing", "",
                    new Micro.CancelBegin(o.work()));
            await(chain, "wait", "waits for a running instance of " + o.work(), new Micro.CallbackWait(o.work()));
            chain.step("allow", "allows queueing again", "", new Micro.CancelEnd(o.work()));
        } else if (operation instanceof Operation.FreeIrq o) {
            chain.step("off", "shuts the interrupt off", "", new Micro.CallbackDisarm(o.handler(), Optional.empty()));
            await(chain, "wait", "waits for a running handler", new Micro.CallbackWait(o.handler()));
        } else if (operation instanceof Operation.TaskletKill o) {
            await(chain, "claim", "waits until " + o.tasklet() + " is not scheduled and forbids scheduling",
                    new Micro.TaskletClaim(o.tasklet()));
            await(chain, "wait", "waits for a running " + o.tasklet(), new Micro.CallbackWait(o.tasklet()));
            chain.step("allow", "allows scheduling again", "", new Micro.CancelEnd(o.tasklet()));
        } else if (operation instanceof Operation.RcuBarrier o) {
            chain.step("begin", "notes which callbacks are pending", "", new Micro.BarrierBegin(o.callback()));
            await(chain, "wait", "waits for those callbacks", new Micro.BarrierWait(o.callback()));
        } else {
            return false;
        }
        return true;
    }

    /** A callback that is armed again and again does not starve who waits for a moment between two of its runs. */
    private static void await(Chain chain, String suffix, String what, Micro micro) {
        chain.step(suffix, what, "", Frame.MODULE, Fairness.STRONG, micro);
    }

    private static void arm(Chain chain, String what, String callback, Optional<String> into) {
        chain.step("", what, "", new Micro.CallbackArm(callback, into));
    }

    private static void disarm(Chain chain, String what, String callback, Optional<String> into) {
        chain.step("", what, "", new Micro.CallbackDisarm(callback, into));
    }
}
