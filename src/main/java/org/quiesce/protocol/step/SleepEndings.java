package org.quiesce.protocol.step;

import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SignalOperation;
import org.quiesce.protocol.SleepMode;

/**
 * Which sleeps of a program a signal can end.
 *
 * @param fatal whether somebody sends SIGKILL to the threads that run it: only then can a killable sleep end early
 */
record SleepEndings(boolean fatal) {

    static SleepEndings of(Protocol protocol, Program program) {
        return new SleepEndings(program instanceof Program.Kthread
                && protocol.operations(SignalOperation.SendSignal.class).anyMatch(o -> o.signal() == Signal.SIGKILL));
    }

    boolean bySignal(SleepMode mode) {
        return mode == SleepMode.INTERRUPTIBLE || mode == SleepMode.KILLABLE && fatal;
    }

    /** Tests whether a signal is pending that ends a sleep in that mode. */
    static Micro test(SleepMode mode) {
        return new Micro.Test(mode == SleepMode.KILLABLE ? new Condition.FatalSignalPending() : new Condition.SignalPending());
    }
}
