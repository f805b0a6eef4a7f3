package org.quiesce.kernellog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Logs for tests: recorded ones, and lines as ftrace writes them. */
final class LogText {

    private final StringBuilder text = new StringBuilder();
    private long microseconds = 1_000_000;

    /** What a kernel of Debian wrote while a module of the atlas was loaded and unloaded. */
    static String recorded(String name) {
        try (InputStream in = LogText.class.getResourceAsStream(name + ".txt")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An event in the task that {@code task}, such as {@code rmmod-7}, names. */
    LogText event(String task, String payload) {
        return line(String.format("%16s-%-7s [000] d..2. %5d.%06d: %s", name(task), pid(task),
                microseconds / 1_000_000, microseconds % 1_000_000, payload));
    }

    /** Any line. */
    LogText line(String line) {
        text.append(line).append('\n');
        microseconds += 10;
        return this;
    }

    /** Nothing happens for some seconds. */
    LogText wait(int seconds) {
        microseconds += seconds * 1_000_000L;
        return this;
    }

    /** A module's init starts a thread. */
    LogText started(String module, String thread) {
        return event("insmod-5", "module_load: " + module + " OE")
                .event("kthreadd-2", "sched_process_fork: comm=kthreadd pid=2 child_comm=kthreadd child_pid=" + pid(thread))
                .event("insmod-5", "sched_waking: " + named(thread))
                .event("insmod-5", "module_put: " + module + " call_site=do_init_module refcnt=1")
                .event("insmod-5", "sched_process_exit: comm=insmod pid=5 prio=120");
    }

    /** One task goes to sleep, or is preempted, and another runs. */
    LogText change(String previous, String state, String next) {
        return event(previous, "sched_switch: prev_comm=" + name(previous) + " prev_pid=" + pid(previous)
                + " prev_prio=120 prev_state=" + state + " ==> next_comm=" + name(next) + " next_pid=" + pid(next)
                + " next_prio=120");
    }

    LogText stops(String stopper, String thread) {
        return event(stopper, "sched_kthread_stop: comm=" + name(thread) + " pid=" + pid(thread));
    }

    LogText wakes(String waker, String thread) {
        return event(waker, "sched_waking: " + named(thread));
    }

    private static String named(String task) {
        return "comm=" + name(task) + " pid=" + pid(task) + " prio=120 target_cpu=000";
    }

    private static String name(String task) {
        return task.substring(0, task.lastIndexOf('-'));
    }

    private static String pid(String task) {
        return task.substring(task.lastIndexOf('-') + 1);
    }

    KernelLog read() throws LogException {
        return LogReader.read(text.toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
