package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.Optional;
import org.quiesce.protocol.InterruptOperation.Waiting;

/** Factories of operations about what the kernel calls back, besides those of {@link Ops}, for static import. */
public final class CallbackOps {

    private CallbackOps() {}

    public static Operation tryToDelTimerSync(String timer) {
        return new TimerOperation.TryToDelTimerSync(given("timer", timer));
    }

    public static Operation timerShutdown(String timer) {
        return new TimerOperation.TimerShutdown(given("timer", timer));
    }

    public static Operation hrtimerStart(String timer) {
        return new HrtimerOperation.HrtimerStart(given("timer", timer));
    }

    public static Operation hrtimerCancel(String timer) {
        return new HrtimerOperation.HrtimerCancel(given("timer", timer));
    }

    public static Operation hrtimerTryToCancel(String timer) {
        return new HrtimerOperation.HrtimerTryToCancel(given("timer", timer));
    }

    /** {@code return HRTIMER_RESTART;}. */
    public static Operation hrtimerRestart() {
        return new HrtimerOperation.HrtimerRestart();
    }

    public static Operation synchronizeIrq(String handler) {
        return new InterruptOperation.SynchronizeIrq(given("handler", handler));
    }

    public static Operation disableIrq(String handler) {
        return new InterruptOperation.DisableIrq(given("handler", handler), Waiting.FOR_HANDLERS);
    }

    public static Operation disableIrqNosync(String handler) {
        return new InterruptOperation.DisableIrq(given("handler", handler), Waiting.NOT_AT_ALL);
    }

    public static Operation enableIrq(String handler) {
        return new InterruptOperation.EnableIrq(given("handler", handler));
    }

    public static Operation taskletDisable(String tasklet) {
        return new InterruptOperation.TaskletDisable(given("tasklet", tasklet), Waiting.FOR_HANDLERS);
    }

    public static Operation taskletDisableNosync(String tasklet) {
        return new InterruptOperation.TaskletDisable(given("tasklet", tasklet), Waiting.NOT_AT_ALL);
    }

    public static Operation taskletEnable(String tasklet) {
        return new InterruptOperation.TaskletEnable(given("tasklet", tasklet));
    }

    public static Operation devmRequestIrq(String handler) {
        return new InterruptOperation.DevmRequestIrq(given("handler", handler), Optional.empty());
    }

    public static Operation devmRequestThreadedIrq(String handler, String thread) {
        return new InterruptOperation.DevmRequestIrq(given("handler", handler), Optional.of(given("thread", thread)));
    }

    public static Operation kfreeRcu(String memory) {
        return new RcuOperation.KfreeRcu(given("memory", memory));
    }

    public static Operation kvfreeRcuBarrier() {
        return new RcuOperation.KvfreeRcuBarrier();
    }

    public static Operation srcuReadLock(String domain) {
        return new SrcuOperation.SrcuReadLock(given("domain", domain));
    }

    public static Operation srcuReadUnlock(String domain) {
        return new SrcuOperation.SrcuReadUnlock(given("domain", domain));
    }

    public static Operation synchronizeSrcu(String domain) {
        return new SrcuOperation.SynchronizeSrcu(given("domain", domain));
    }

    public static Operation callSrcu(String domain, String callback) {
        return new SrcuOperation.CallSrcu(given("domain", domain), given("callback", callback), Optional.empty());
    }

    /** The same, with a {@code rcu_head} that lies in memory of the module. */
    public static Operation callSrcu(String domain, String memory, String callback) {
        return new SrcuOperation.CallSrcu(
                given("domain", domain), given("callback", callback), Optional.of(given("memory", memory)));
    }

    public static Operation srcuBarrier(String domain) {
        return new SrcuOperation.SrcuBarrier(given("domain", domain));
    }

    public static Operation asyncSchedule(String callback) {
        return new AsyncOperation.AsyncSchedule(given("callback", callback));
    }

    public static Operation asyncSynchronizeFull() {
        return new AsyncOperation.AsyncSynchronizeFull();
    }
}
