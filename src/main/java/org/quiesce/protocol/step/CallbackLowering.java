package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.InterruptOperation;
import org.quiesce.protocol.NotifierOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.TimerOperation;
import org.quiesce.protocol.WorkOperation;
import org.quiesce.protocol.step.Sleeps.Told;

/**
 * Lowers the calls that arm, disarm and wait for callbacks.
 *
 * @param sleeps how the program sleeps
 */
record CallbackLowering(Sleeps sleeps) {

    /** Appends the steps of the call; false if it is not one about a callback. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof TimerOperation.ModTimer o) {
            chain.step("", "arms " + o.timer(), "", new CallbackMicro.TimerStart(o.timer(), into));
        } else if (operation instanceof WorkOperation.ScheduleWork o) {
            arm(chain, "queues " + o.work() + " unless it is pending", o.work(), into);
        } else if (operation instanceof InterruptOperation.TaskletSchedule o) {
            arm(chain, "schedules " + o.tasklet(), o.tasklet(), Optional.empty());
        } else if (operation instanceof InterruptOperation.RequestIrq o) {
            chain.step("", "requests the interrupt", "", new Micro.RequestIrq(o.handler(), o.failure(), into));
            if (o.failure() == Failure.POSSIBLE) {
                chain.alsoNext(Exit.FAILED);
            }
        } else if (operation instanceof TimerOperation.TimerDelete o) {
            chain.step("", "disarms " + o.timer() + " and does not wait", "", new Micro.CallbackDisarm(o.timer(), into));
        } else if (operation instanceof TimerOperation.TimerDeleteSync o) {
            chain.await("", "disarms " + o.timer() + " when its function is not running", "",
                    new Micro.CallbackDelete(o.timer(), into));
        } else if (operation instanceof TimerOperation.TimerShutdownSync o) {
            chain.await("", "disarms " + o.timer() + " for ever when its function is not running", "",
                    new Micro.CallbackShutdown(o.timer(), into));
        } else if (operation instanceof InterruptOperation.FreeIrq o) {
            chain.await("off", "shuts the interrupt off", "", new CallbackMicro.IrqFree(o.handler()))
                    .exit(Exit.FALSE, Chain.AFTER);
            chain.await("wait", "waits for a running handler", "", new Micro.CallbackWait(o.handler()));
        } else if (operation instanceof InterruptOperation.TaskletKill o) {
            sleeps.waitFor(chain, "claim", new Told("forbids scheduling " + o.tasklet() + " unless it is scheduled",
                            "waits until " + o.tasklet() + " is not scheduled and forbids scheduling", ""),
                    new Micro.TaskletClaim(o.tasklet()), sleeps.entry("wait"));
            sleeps.waitFor(chain, new Told("tests whether " + o.tasklet() + " is running",
                            "waits for a running " + o.tasklet(), ""),
                    new Micro.CallbackWait(o.tasklet()), ".allow");
            chain.step("allow", "allows scheduling again", "", new Micro.CancelEnd(o.tasklet()));
        } else if (operation instanceof InterruptOperation.RequestThreadedIrq o) {
            chain.step("", "requests the interrupt, and makes its thread", "",
                    new Micro.RequestIrq(o.handler(), Failure.ASSUMED_AWAY, Optional.empty()));
        } else if (operation instanceof NotifierOperation.RegisterNotifier o) {
            chain.step("", "registers " + o.notifier(), "", new CallbackMicro.NotifierRegister(o.notifier()));
        } else if (operation instanceof NotifierOperation.UnregisterNotifier o) {
            chain.step("off", "takes " + o.notifier() + " off its chain", "",
                    new Micro.CallbackDisarm(o.notifier(), Optional.empty()));
            sleeps.waitFor(chain, new Told("tests whether a call of " + o.notifier() + " is running",
                            "waits for a running call of " + o.notifier(), ""),
                    new Micro.CallbackWait(o.notifier()), Chain.AFTER);
        } else {
            return false;
        }
        return true;
    }

    private static void arm(Chain chain, String what, String callback, Optional<String> into) {
        chain.step("", what, "", new Micro.CallbackArm(callback, into));
    }
}
