package org.quiesce.csource;

import org.quiesce.csource.Meaning.Held;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WaitOps;
import org.quiesce.protocol.WaitQueueOperation.AroundSleep;
import org.quiesce.protocol.WaitQueueOperation.Waiter;

/**
 * A wait for a condition that does more than read, such as to take a lock: written as what the macro is in
 * include/linux/wait.h, a loop of prepare_to_wait_event(), the condition and schedule(), with finish_wait() after it.
 */
final class WaitLoop {

    private final CallSite site;
    private final Emitter out;
    private final String queue;
    private final SleepMode mode;
    private final Timeout timeout;
    /** What the wait yields. */
    private final String result;

    /** @throws Unresolved if it is none of the waits that can be written so */
    WaitLoop(CallSite site, String queue, SleepMode mode, Timeout timeout, Waiter waiter, AroundSleep around) {
        boolean isUsual = waiter == Waiter.ORDINARY && around instanceof AroundSleep.Nothing
                && timeout != Timeout.HIGH_RESOLUTION;
        if (!isUsual) {
            throw new Unresolved("'" + Ast.text(site.argument(1)) + "' does more than read, in the condition of "
                    + site.name() + "()");
        }
        this.site = site;
        this.out = site.in().out();
        this.queue = queue;
        this.mode = mode;
        this.timeout = timeout;
        this.result = site.in().temporary("ret");
    }

    Meaning meaning() {
        int line = site.line();
        out.set(line, result, 0);
        site.in().tests().branch(site.argument(1), this::met, () -> {
            out.loop(line, Conditions.always(), this::turn, () -> {});
            // A signal has taken it off the queue already; that changes nothing.
            out.call(line, WaitOps.finishWait(queue));
            site.in().memoryOf(site.argument(0)).ifPresent(memory -> site.in().effects().use(memory, line));
        });
        return new Held(result);
    }

    /** The condition is true: what waits with a timeout yields more than 0. */
    private void met() {
        if (timeout == Timeout.FINITE) {
            out.set(site.line(), result, 1);
        }
    }

    private void turn() {
        int line = site.line();
        String interrupted = site.in().temporary("interrupted");
        out.assign(line, interrupted, WaitOps.prepareToWaitEvent(queue, mode));
        site.in().tests().branch(site.argument(1), () -> {
            met();
            out.breakInnermost(line);
        }, () -> {});
        out.branch(line, Conditions.notEqual(interrupted, 0), () -> {
            out.call(line, Ops.setLocal(result, Value.of(interrupted)));
            out.breakInnermost(line);
        }, () -> {});
        if (timeout == Timeout.NEVER) {
            out.call(line, Ops.schedule());
        } else {
            timed(line);
        }
    }

    private void timed(int line) {
        String left = site.in().temporary("left");
        out.assign(line, left, Ops.scheduleTimeout());
        out.branch(line, Conditions.equal(left, 0), () -> {
            site.in().tests().branch(site.argument(1), this::met, () -> {});
            out.breakInnermost(line);
        }, () -> {});
    }
}
