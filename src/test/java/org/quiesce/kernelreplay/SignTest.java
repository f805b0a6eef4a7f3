package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real kernels wrote of outcomes, and that it counts only if it is about what was predicted. */
class SignTest {

    private static Finding found(String variant, String version, String log) {
        String kernel = "linux-" + version;
        GateSchedule schedule = Samples.schedule(variant, kernel).orElseThrow();
        return new Comparison(Samples.cast(variant), GuestLog.read(log))
                .finding(schedule.grants(), Expected.of(Samples.steps(variant, kernel), schedule));
    }

    /**
     * In that order: a queue that is destroyed, by a timer; a thread that comes to no gate; a call that is no more in the trace;
     * poison that is followed, and poison that was written to; a sleep with a lock; a thread that leaves nobody else the CPU;
     * one that waits for ever.
     *
     * @param without a part of the log, as an expression, without which it is a sign of nothing that was predicted
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "destroy-wq-with-delayed | 6.1 | WARNING: CPU: 0 PID: 89 at kernel/workqueue.c:1441 __queue_work+0x327/0x440 | call_timer_fn",
        "double-start-worker | 6.1 | WARNING: CPU: 0 PID: 92 at kernel/kthread.c:794 kthread_worker_fn+0x27/0x240 | thread  92",
        "device-opened-early | 6.1 | BUG: kernel NULL pointer dereference, address: 0000000000000cb4 | try_to_wake_up",
        "double-stop-concurrent | 6.1 | general protection fault, probably for non-canonical address 0x6b6b6b6b6b6b6b6b: 0000 [#1]"
            + " PREEMPT SMP NOPTI | 6b6b6b6b",
        "free-before-stop | 6.1 | BUG kmalloc-8 (Tainted: G           OE     ): Poison overwritten | quiesce: text",
        "stop-in-atomic | 6.1 | BUG: scheduling while atomic: rmmod/89/0x00000002 | 89",
        "busy-poll-no-stop-check | 6.1 | watchdog: BUG: soft lockup - CPU#0 stuck for 4s! [worker:91] | [driver]",
        "exit-with-lock-held | 6.1 | INFO: task rmmod:93 blocked for more than 6 seconds. | rmmod 93 hangs",
        "free-before-stop | 6.12 | BUG kmalloc-8 (Tainted: G           OE     ): Object corrupt | 6b 6b",
    })
    void outcomeIsSeen(String entry, String version, String sign, String without) {
        String log = Samples.log(entry + "-" + version + ".log");
        assertThat(found(entry + "/broken", version, log)).isEqualTo(new Finding.Confirmed(sign));
        assertThat(log).contains(without);
        assertThat(found(entry + "/broken", version, log.replace(without, "something else")))
                .isNotInstanceOf(Finding.Confirmed.class);
    }

    /**
     * The kernel calls a task blocked after seconds. One that has ended, or went on, was only slow.
     *
     * @param last a part of which the last occurrence is otherwise
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "quiesce: rmmod 93 hangs | quiesce: rmmod ended with 0",
        "quiesce: end | quiesce: over after all 93",
        "quiesce: end | quiesce: value M kthread_stop:35 0",
        "quiesce: end | quiesce: task M 93 rmmod",
    })
    void taskThatWasOnlySlowDoesNotHang(String last, String otherwise) {
        String log = Samples.log("exit-with-lock-held-6.1.log");
        int at = log.lastIndexOf(last);
        assertThat(at).isPositive();
        String slow = log.substring(0, at) + otherwise + log.substring(at + last.length()) + "quiesce: end\n";
        assertThat(found("exit-with-lock-held/broken", "6.1", slow)).isInstanceOf(Finding.NotConfirmed.class);
    }

    /** What counts is where it is in the end: the first message about another place is none of it. */
    @Test
    void taskThatWasElsewhereBeforeHangsLater() {
        String log = Samples.log("exit-with-lock-held-6.1.log").replaceFirst("__mutex_lock", "msleep");
        assertThat(found("exit-with-lock-held/broken", "6.1", log))
                .isEqualTo(new Finding.Confirmed("INFO: task rmmod:93 blocked for more than 7 seconds."));
    }

    @Test
    void machineThatGoesOnIsNotLockedUp() {
        String log = Samples.log("busy-poll-no-stop-check-6.1.log");
        assertThat(found("busy-poll-no-stop-check/broken", "6.1", log + "quiesce: rmmod ended with 0\nquiesce: end\n"))
                .isNotInstanceOf(Finding.Confirmed.class);
    }
}
