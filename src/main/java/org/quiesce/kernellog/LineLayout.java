package org.quiesce.kernellog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.kernellog.LogEntry.Within;

/** How a line of an event is laid out, by the program that prints it. */
enum LineLayout {
    /**
     * ftrace, {@code Documentation/trace/ftrace.rst}, and trace-cmd report:
     * {@code rmmod-4321  [002] d..2.  1234.567890: sched_kthread_stop: comm=worker pid=1200}. The name of a task may have
     * blanks and signs of its own, so that it goes up to the last minus with a number and a CPU behind it. Group and flags are
     * optional. A name ":-1" is one of perf.
     */
    FTRACE("(?!\\s*:-1\\s)\\s*(?<comm>\\S.*|)-(?<pid>\\d{1,9})\\s+(?:\\(\\s*[\\d-]+\\)\\s+)?\\[(?<cpu>\\d{1,5})\\]\\s+"
            + "(?:(?<flags>[^\\s\\[\\]]{4,5})\\s+)?(?<time>\\d+(?:\\.\\d+)?):\\s+(?<event>[A-Za-z_]\\w*):\\s*(?<payload>.*)"),

    /**
     * perf script: {@code rmmod  4321 [002]  1234.567890: sched:sched_kthread_stop: comm=worker pid=1200}, with or without the
     * number of the process before that of the task, and with or without the count before the event. It has no flags unless
     * asked for them. A task whose number is gone, from the end of its exit on, has -1 (perf_event_pid() of kernel/events/core.c).
     */
    PERF("\\s*(?<comm>\\S.*?|)\\s+(?:(?:\\d{1,9}|-1)/)?(?<pid>\\d{1,9}|-1)\\s+\\[(?<cpu>\\d{1,5})\\]\\s+(?:(?<flags>[^\\s\\[\\]]{4,5})\\s+)?"
            + "(?<time>\\d+\\.\\d+):\\s+(?:\\d+\\s+)?[A-Za-z_]\\w*:(?<event>[A-Za-z_]\\w*):\\s*(?<payload>.*)");

    private final Pattern pattern;

    LineLayout(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** The parts of a line; empty if it is not laid out so. */
    Optional<Parts> parts(String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches()
                ? Optional.of(new Parts(
                        new KernelTask(matcher.group("comm").strip(), Integer.parseInt(matcher.group("pid"))),
                        Integer.parseInt(matcher.group("cpu")), within(matcher.group("flags")), matcher.group("time"),
                        matcher.group("event"), matcher.group("payload").stripTrailing()))
                : Optional.empty();
    }

    /** The third sign is for interrupts: {@code h}, {@code H}, {@code s}, {@code z} and {@code Z} for NMIs. */
    private static Within within(String flags) {
        return flags == null ? Within.UNKNOWN : flags.charAt(2) == '.' ? Within.TASK : Within.INTERRUPT;
    }

    /** @param time as it is written */
    record Parts(KernelTask task, int cpu, Within within, String time, String event, String payload) {}
}
