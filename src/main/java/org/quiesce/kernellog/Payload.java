package org.quiesce.kernellog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.kernellog.Happening.Function;
import org.quiesce.kernellog.Happening.Runner;

/**
 * What stands behind the name of an event. Names of tasks may hold blanks, so that each is read up to the key that is known
 * to follow. Of {@code sched_switch} and {@code sched_wakeup_new} there is also the form that plugins of libtraceevent
 * print for trace-cmd and perf; before 1.8 these have letters of older kernels, with {@code x} for {@code P} and {@code W}
 * for {@code I}, and {@code X} and {@code Z} the other way round (write_state() of plugins/plugin_sched_switch.c).
 */
final class Payload {

    private static final String NAME = "(.*?)";
    private static final Pattern TASK = Pattern.compile("comm=" + NAME + " pid=(\\d+)(?: .*)?");
    private static final Pattern SHORT_TASK = Pattern.compile("(.*):(\\d+) \\[-?\\d+\\].*");
    private static final Pattern SWITCH = Pattern.compile("prev_comm=" + NAME
            + " prev_pid=(\\d+) prev_prio=-?\\d+ prev_state=([A-Za-z|+]+) ==> next_comm=" + NAME
            + " next_pid=(\\d+) next_prio=-?\\d+.*");
    private static final Pattern SHORT_SWITCH = Pattern.compile(
            "(.*):(\\d+) \\[-?\\d+\\] ([A-Za-z|+]+) ==> (.*):(\\d+) \\[-?\\d+\\].*");
    private static final Pattern FORK = Pattern.compile("comm=" + NAME + " pid=(\\d+) child_comm=" + NAME
            + " child_pid=(\\d+).*");
    private static final Pattern RESULT = Pattern.compile("ret=(-?\\d+).*");
    private static final Pattern MODULE = Pattern.compile("([\\w-]+)(?: .*)?");
    private static final Pattern MODULE_PUT = Pattern.compile("([\\w-]+) call_site=(\\S+).*");
    private static final Pattern FUNCTION = Pattern.compile("([^\\s\\[\\]]+)(?: \\[([^\\]]+)\\])?");
    private static final String NAMED = "([^\\s\\[\\]]+(?: \\[[^\\]]+\\])?)";
    private static final Pattern QUEUED = Pattern.compile("work struct=(\\S+) function=" + NAMED + "(?: .*)?");
    private static final Pattern BEGINS = Pattern.compile("work struct (\\S+): function " + NAMED + "(?: .*)?");
    private static final Pattern ENDS = Pattern.compile("work struct (\\S+?)(?:: function .*)?\\s*");
    private static final Pattern TIMER_BEGINS = Pattern.compile("timer=(\\S+) function=" + NAMED + "(?: .*)?");
    private static final Pattern TIMER_ENDS = Pattern.compile("timer=(\\S+).*");

    private final String text;

    Payload(String text) {
        this.text = text;
    }

    /** What an event of that name says with this text; empty if it can't be read. */
    Optional<Happening> of(String event) {
        return switch (event) {
            case "sched_kthread_stop" -> task().map(Happening.StopBegins::new);
            case "sched_kthread_stop_ret" -> number(RESULT).map(Happening.StopReturns::new);
            case "sched_waking" -> task().map(Happening.Waking::new);
            case "sched_wakeup_new" -> task().or(() -> match(SHORT_TASK).flatMap(m -> task(m, 1))).map(Happening.Started::new);
            case "sched_switch" -> change(match(SWITCH)).or(() -> change(match(SHORT_SWITCH)).map(Payload::withLettersOfNow));
            case "sched_process_fork" -> match(FORK).flatMap(m -> task(m, 1)
                    .flatMap(parent -> task(m, 3).map(child -> new Happening.Fork(parent, child))));
            case "sched_process_exit" -> task().map(Happening.Exit::new);
            case "sched_process_free" -> task().map(Happening.Free::new);
            case "sched_process_hang" -> task().map(Happening.Hang::new);
            case "module_load" -> match(MODULE).map(m -> new Happening.ModuleLoad(m.group(1)));
            case "module_free" -> match(MODULE).map(m -> new Happening.ModuleFree(m.group(1)));
            case "module_put" -> match(MODULE_PUT).map(m -> new Happening.ModulePut(m.group(1), m.group(2)));
            case "workqueue_queue_work" -> queued(Runner.WORKQUEUE);
            case "sched_kthread_work_queue_work" -> queued(Runner.KTHREAD_WORKER);
            case "workqueue_execute_start" -> begins(Runner.WORKQUEUE, BEGINS);
            case "sched_kthread_work_execute_start" -> begins(Runner.KTHREAD_WORKER, BEGINS);
            case "timer_expire_entry" -> begins(Runner.TIMER, TIMER_BEGINS);
            case "workqueue_execute_end" -> ends(Runner.WORKQUEUE, ENDS);
            case "sched_kthread_work_execute_end" -> ends(Runner.KTHREAD_WORKER, ENDS);
            case "timer_expire_exit" -> ends(Runner.TIMER, TIMER_ENDS);
            default -> Optional.of(new Happening.Other());
        };
    }

    private Optional<Happening> queued(Runner runner) {
        return match(QUEUED).map(m -> new Happening.Queued(runner, m.group(1), function(m.group(2))));
    }

    private Optional<Happening> begins(Runner runner, Pattern pattern) {
        return match(pattern).map(m -> new Happening.Begins(runner, m.group(1), function(m.group(2))));
    }

    private Optional<Happening> ends(Runner runner, Pattern pattern) {
        return match(pattern).map(m -> new Happening.Ends(runner, m.group(1)));
    }

    private static Function function(String text) {
        Matcher matcher = FUNCTION.matcher(text);
        return matcher.matches()
                ? new Function(matcher.group(1), Optional.ofNullable(matcher.group(2)))
                : new Function(text, Optional.empty());
    }

    private Optional<KernelTask> task() {
        return match(TASK).flatMap(m -> task(m, 1));
    }

    private static Optional<Happening> change(Optional<Matcher> found) {
        return found.flatMap(m -> task(m, 1).flatMap(previous -> task(m, 4)
                .map(next -> new Happening.Switch(previous, m.group(3), next))));
    }

    private static Happening withLettersOfNow(Happening what) {
        return what instanceof Happening.Switch change
                ? new Happening.Switch(change.previous(), change.state().replace('x', 'P').replace('W', 'I'), change.next())
                : what;
    }

    /** A task whose name is a group, and whose number the next. */
    private static Optional<KernelTask> task(Matcher found, int group) {
        return whole(found.group(group + 1)).map(pid -> new KernelTask(found.group(group), pid));
    }

    private Optional<Integer> number(Pattern pattern) {
        return match(pattern).flatMap(m -> whole(m.group(1)));
    }

    private static Optional<Integer> whole(String digits) {
        return digits.length() > 10 || Math.abs(Long.parseLong(digits)) > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Integer.parseInt(digits));
    }

    private Optional<Matcher> match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }
}
