package org.quiesce.kernellog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernellog.LintFinding.Sureness.CERTAIN;
import static org.quiesce.kernellog.LintFinding.Sureness.POSSIBLE;
import static org.quiesce.kernellog.LintRule.STOP_OF_ANOTHER_TASK;
import static org.quiesce.kernellog.LintRule.STOP_WITHOUT_RETURN;
import static org.quiesce.kernellog.LintRule.STOP_WITHOUT_WAKE_UP;
import static org.quiesce.kernellog.LintRule.THREAD_AFTER_UNLOAD;
import static org.quiesce.kernellog.LintRule.WORK_AFTER_UNLOAD;

import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules find, in logs of real kernels and in made ones. */
class LintTest {

    private static final String EXITS = "sched_process_exit: comm=worker pid=6 prio=120";

    @ParameterizedTest
    @ValueSource(strings = {"first-kthread-mended", "state-set-after-check-mended", "queue-after-flush-mended",
        "kworker-queue-after-flush-mended", "park-unresponsive-mended", "own-flag-not-should-stop-mended",
        "complete-then-return-mended"})
    void modulesThatAreRightAreQuietOnBothKernels(String module) throws LogException {
        for (String kernel : List.of("-6.1", "-6.12")) {
            Lint.Report report = Lint.of(LogReader.read(LogText.recorded(module + kernel)));
            assertThat(report.findings()).as(kernel).isEmpty();
            assertThat(report.applied()).contains(THREAD_AFTER_UNLOAD, WORK_AFTER_UNLOAD);
        }
    }

    /** The kernel wrote of the same run: BUG: unable to handle page fault, RIP: 0010:0xffffffffc0201011, Comm: worker. */
    @Test
    void realThreadThatOutlivedItsModuleIsFound() throws LogException {
        Lint.Report report = Lint.of(LogReader.read(LogText.recorded("missing-stop-in-exit-broken-6.1")));
        assertThat(report.findings()).extracting(LintFinding::rule, LintFinding::sureness, LintFinding::sentence)
                .containsExactly(Tuple.tuple(THREAD_AFTER_UNLOAD, CERTAIN, "worker-89 of module missing_stop_in_exit_broken"
                        + " runs, and nothing shows that it has left its thread function; the module was freed in line 111"));
    }

    /** The thread wakes up every tenth of a second, so that it is not asleep for good. */
    @Test
    void realThreadThatHeedsNoStopMayYetReturn() throws LogException {
        Lint.Report report = Lint.of(LogReader.read(LogText.recorded("own-flag-not-should-stop-broken-6.1")));
        assertThat(report.findings()).extracting(LintFinding::rule, LintFinding::sureness)
                .containsExactly(Tuple.tuple(STOP_WITHOUT_RETURN, POSSIBLE));
    }

    @Test
    void threadAfterUnloadIsNoneIfItShowedThatItHadLeft() throws LogException {
        LogText stopped = new LogText().started("pump", "worker-6").stops("rmmod-7", "worker-6").change("rmmod-7", "D", "worker-6");
        String freed = "module_free: pump";
        assertThat(found(copy(stopped).wakes("worker-6", "rmmod-7").change("worker-6", "R+", "rmmod-7")
                .event("rmmod-7", "sched_kthread_stop_ret: ret=0").event("rmmod-7", freed)
                .change("rmmod-7", "S", "worker-6").event("worker-6", EXITS))).isEmpty();
        assertThat(found(new LogText().started("pump", "worker-6").event("worker-6", EXITS).event("rmmod-7", freed)
                .change("worker-6", "X", "rmmod-7"))).isEmpty();
        assertThat(found(new LogText().started("pump", "worker-6").event("rmmod-7", freed)
                .change("rmmod-7", "S", "worker-6"))).containsExactly(Tuple.tuple(THREAD_AFTER_UNLOAD, CERTAIN, 7));
    }

    /** complete() and kthread_complete_and_exit() look alike. */
    @Test
    void threadThatCompletedForWhoUnloadsIsOnlyPossiblyInModuleText() throws LogException {
        assertThat(found(new LogText().started("pump", "worker-6").wakes("worker-6", "rmmod-7").event("rmmod-7", "module_free: pump")
                .change("rmmod-7", "S", "worker-6"))).containsExactly(Tuple.tuple(THREAD_AFTER_UNLOAD, POSSIBLE, 8));
    }

    @Test
    void whatWasLostLeavesADoubt() throws LogException {
        assertThat(found(new LogText().started("pump", "worker-6").event("rmmod-7", "module_free: pump")
                .line("CPU:0 [LOST 12 EVENTS]").change("rmmod-7", "S", "worker-6")))
                .containsExactly(Tuple.tuple(THREAD_AFTER_UNLOAD, POSSIBLE, 8));
    }

    @Test
    void numberThatIsUsedAgainIsAnotherTask() throws LogException {
        assertThat(found(new LogText().started("pump", "worker-6").event("rmmod-7", "module_free: pump")
                .event("sh-8", "sched_process_fork: comm=sh pid=8 child_comm=sh child_pid=6").change("sh-8", "S", "sh-6"))).isEmpty();
    }

    @Test
    void stopsOfTasksThatAreGoneOrNoThreadsAreFound() throws LogException {
        LogText gone = new LogText().started("pump", "worker-6").event("worker-6", EXITS)
                .event("rcu-9", "sched_process_free: comm=worker pid=6 prio=120").stops("rmmod-7", "worker-6")
                .event("rmmod-7", "sched_kthread_stop_ret: ret=0");
        assertThat(found(gone)).containsExactly(Tuple.tuple(STOP_OF_ANOTHER_TASK, POSSIBLE, 8));
        LogText user = new LogText().event("sh-8", "sched_process_fork: comm=sh pid=8 child_comm=sh child_pid=6")
                .stops("rmmod-7", "sh-6").event("rmmod-7", "sched_kthread_stop_ret: ret=0");
        assertThat(found(user)).containsExactly(Tuple.tuple(STOP_OF_ANOTHER_TASK, CERTAIN, 2));
        LogText other = new LogText().started("pump", "worker-6").stops("rmmod-7", "worker-6").wakes("rmmod-7", "worker-6")
                .event("rmmod-7", "sched_kthread_stop_ret: ret=0").event("rmmod-7", "module_free: valve");
        assertThat(found(other)).containsExactly(Tuple.tuple(STOP_OF_ANOTHER_TASK, POSSIBLE, 6));
    }

    @Test
    void threadThatSleepsThroughItsStopIsFound() throws LogException {
        LogText lost = new LogText().stops("rmmod-7", "worker-6").change("rmmod-7", "D", "worker-6")
                .change("worker-6", "S", "sh-8").wakes("sh-8", "sh-9");
        assertThat(found(copy(lost).wait(2).change("sh-8", "S", "sh-9"))).containsExactly(
                Tuple.tuple(STOP_WITHOUT_RETURN, CERTAIN, 1), Tuple.tuple(STOP_WITHOUT_WAKE_UP, CERTAIN, 3));
        assertThat(found(copy(lost))).as("it may be woken later").containsExactly(Tuple.tuple(STOP_WITHOUT_RETURN, POSSIBLE, 1));
        assertThat(found(copy(lost).wait(2).wakes("sh-8", "worker-6")))
                .containsExactly(Tuple.tuple(STOP_WITHOUT_RETURN, POSSIBLE, 1));
    }

    @Test
    void stopThatWakesNobodyIsFound() throws LogException {
        LogText asleep = new LogText().change("worker-6", "S", "rmmod-7").wakes("rmmod-7", "sh-8").stops("rmmod-7", "worker-6");
        assertThat(found(copy(asleep).change("rmmod-7", "D", "sh-8"))).contains(Tuple.tuple(STOP_WITHOUT_WAKE_UP, CERTAIN, 3));
        assertThat(found(copy(asleep).wakes("rmmod-7", "worker-6").change("rmmod-7", "D", "sh-8")))
                .containsExactly(Tuple.tuple(STOP_WITHOUT_RETURN, POSSIBLE, 3));
    }

    @Test
    void stopThatKernelCallsHungIsOne() throws LogException {
        assertThat(found(new LogText().stops("rmmod-7", "worker-6").event("khungtaskd-9", "sched_process_hang: comm=rmmod pid=7")))
                .containsExactly(Tuple.tuple(STOP_WITHOUT_RETURN, CERTAIN, 1));
    }

    @Test
    void stopsOfOneTaskReturnLastInFirstOut() throws LogException {
        assertThat(found(new LogText().stops("rmmod-7", "worker-6").stops("rmmod-7", "worker-9")
                .event("rmmod-7", "sched_kthread_stop_ret: ret=0"))).containsExactly(Tuple.tuple(STOP_WITHOUT_RETURN, POSSIBLE, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"workqueue_execute_start: work struct 01: function item [pump]",
        "sched_kthread_work_execute_start: work struct 01: function item [pump]",
        "timer_expire_entry: timer=01 function=item [pump] now=1 baseclk=1"})
    void workAfterUnloadIsFound(String begins) throws LogException {
        assertThat(found(new LogText().event("rmmod-7", "module_free: pump").event("kworker/0:1-9", begins)))
                .containsExactly(Tuple.tuple(WORK_AFTER_UNLOAD, CERTAIN, 2));
        assertThat(found(new LogText().event("rmmod-7", "module_free: pump").event("insmod-8", "module_load: pump ")
                .event("kworker/0:1-9", begins))).isEmpty();
        assertThat(found(new LogText().event("rmmod-7", "module_free: pump")
                .event("kworker/0:1-9", begins.replace("item [pump]", "0xffffffffc0201000"))))
                .containsExactly(Tuple.tuple(WORK_AFTER_UNLOAD, POSSIBLE, 2));
    }

    /** Of what was not recorded nothing is said. */
    @Test
    void rulesOfWhichNothingWasRecordedDoNotApply() throws LogException {
        assertThat(Lint.of(new LogText().event("sh-8", "sched_migrate_task: comm=sh pid=8").read()).applied()).isEmpty();
        assertThat(Lint.of(new LogText().stops("rmmod-7", "worker-6").read()).applied())
                .containsExactly(STOP_OF_ANOTHER_TASK, STOP_WITHOUT_RETURN);
    }

    private static LogText copy(LogText log) {
        LogText copy = new LogText();
        log.toString().lines().forEach(copy::line);
        return copy;
    }

    private static List<Tuple> found(LogText log) throws LogException {
        return Lint.of(log.read()).findings().stream()
                .map(f -> Tuple.tuple(f.rule(), f.sureness(), f.line()))
                .toList();
    }
}
