package org.quiesce.protocol.step;

import java.util.Optional;
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
            arm(chain, "requests the interrupt", o.handler(), Optional.empty());
        } else if (operation instanceof Operation.TimerDelete o) {
            disarm(chain, "disarms " + o.timer() + " and does not wait", o.timer(), into);
        } else if (operation instanceof Operation.CancelWork o) {
            disarm(chain, "takes " + o.work() + " off the queue and does not wait", o.work(), into);
        } else if (operation instanceof Operation.TimerDeleteSync o) {
            insist(chain, "disarms " + o.timer() + " when its function is not running",
                    new Micro.CallbackDelete(o.timer()));
        } else if (operation instanceof Operation.TimerShutdownSync o) {
            insist(chain, "disarms " + o.timer() + " for ever when its function is not running",
                    new Micro.CallbackShutdown(o.timer()));
        } else if (operation instanceof Operation.CancelWorkSync o) {
            chain.step("steal", "takes " + o.work() + " off the queue and forbids queueing", "",
                    new Micro.CancelBegin(o.work()));
            chain.step("wait", "waits for a running instance of " + o.work(), "", new Micro.CallbackWait(o.work()));
            chain.step("allow", "allows queueing again", "", new Micro.CancelEnd(o.work()));
        } else if (operation instanceof Operation.FreeIrq o) {
            chain.step("off", "shuts the interrupt off", "", new Micro.CallbackDisarm(o.handler(), Optional.empty()));
            chain.step("wait", "waits for a running handler", "", new Micro.CallbackWait(o.handler()));
        } else if (operation instanceof Operation.TaskletKill o) {
            insist(chain, "waits until " + o.tasklet() + " is neither scheduled nor running",
                    new Micro.CallbackDrain(o.tasklet()));
        } else if (operation instanceof Operation.RcuBarrier o) {
            insist(chain, "waits for pending callbacks", new Micro.CallbackDrain(o.callback()));
        } else {
            return false;
        }
        return true;
    }

    private static void arm(Chain chain, String what, String callback, Optional<String> into) {
        chain.step("", what, "", new Micro.CallbackArm(callback, into));
    }

    /** A wait for a callback that may be armed again and again; it is tried often enough to find it at rest. */
    private static void insist(Chain chain, String what, Micro micro) {
        chain.step("", what, "", Frame.MODULE, Fairness.STRONG, micro);
    }

    private static void disarm(Chain chain, String what, String callback, Optional<String> into) {
        chain.step("", what, "", new Micro.CallbackDisarm(callback, into));
    }
}
