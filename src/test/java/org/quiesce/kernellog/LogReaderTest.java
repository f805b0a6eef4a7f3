package org.quiesce.kernellog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.kernellog.Happening.Function;
import org.quiesce.kernellog.Happening.Runner;
import org.quiesce.kernellog.LogEntry.Event;
import org.quiesce.kernellog.LogEntry.Gap;
import org.quiesce.kernellog.LogEntry.Within;

/** Logs are read as the tracers print them, and what is none is refused with its line. */
class LogReaderTest {

    private static final KernelTask WORKER = new KernelTask("worker", 1200);
    private static final String FIRST = "  rmmod-4321    [002] .....  1234.567890: sched_kthread_stop: comm=worker pid=1200\n";

    @ParameterizedTest
    @ValueSource(strings = {
        "           rmmod-4321    [002] .....  1234.567890: sched_kthread_stop: comm=worker pid=1200",
        "           rmmod-4321    [002] ....  1234.567890: sched_kthread_stop: comm=worker pid=1200",
        "           rmmod-4321    (   4321) [002] .....  1234.567890: sched_kthread_stop: comm=worker pid=1200",
        "           rmmod-4321    (-------) [002] .....  1234.567890: sched_kthread_stop: comm=worker pid=1200",
        "rmmod-4321  [002] .....  1234.567890: sched_kthread_stop:   comm=worker pid=1200"})
    void layoutsOfFtraceAndTraceCmd(String line) throws LogException {
        assertThat(LogReader.read(line).entries()).containsExactly(new Event(1, new KernelTask("rmmod", 4321), 2, Within.TASK,
                1234567890000L, "sched_kthread_stop", new Happening.StopBegins(WORKER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "           rmmod  4321 [002]  1234.567890: sched:sched_kthread_stop: comm=worker pid=1200",
        "           rmmod  4321/4321  [002]  1234.567890: sched:sched_kthread_stop: comm=worker pid=1200",
        "rmmod  4321 [002]  1234.567890000:          1 sched:sched_kthread_stop: comm=worker pid=1200"})
    void layoutsOfPerf(String line) throws LogException {
        assertThat(LogReader.read(line).entries()).containsExactly(new Event(1, new KernelTask("rmmod", 4321), 2, Within.UNKNOWN,
                1234567890000L, "sched_kthread_stop", new Happening.StopBegins(WORKER)));
    }

    /** A task has no number any more before it is switched out for the last time, and perf says so. */
    @Test
    void whoHasNoNumberAnyMoreIsWhoRuns() throws LogException {
        String comes = "           rmmod   107 [000]    24.723465:                sched:sched_switch: prev_comm=rmmod prev_pid=107"
                + " prev_prio=120 prev_state=R+ ==> next_comm=worker next_pid=1200 next_prio=120\n";
        String goes = "             :-1    -1 [000]    24.723564:                sched:sched_switch: prev_comm=worker prev_pid=1200"
                + " prev_prio=120 prev_state=X ==> next_comm=rmmod next_pid=107 next_prio=120\n";
        String wakes = "             :-1    -1 [000]    24.723560:                sched:sched_waking: comm=rmmod pid=107 prio=120 target_cpu=000\n";
        assertThat(LogReader.read(goes).events().map(Event::task)).containsExactly(WORKER);
        assertThat(LogReader.read(comes + wakes + goes).events().map(Event::task))
                .containsExactly(new KernelTask("rmmod", 107), WORKER, WORKER);
        assertThat(LogReader.read(comes.replace("107 [", "107/107 [") + wakes.replace("-1 [", "-1/-1 [")).events().map(Event::task))
                .endsWith(WORKER);
        for (String unknown : List.of(wakes, comes + "CPU 0 is empty\nCPU:0 [LOST EVENTS]\n" + wakes, comes.replace("[000]", "[001]") + wakes)) {
            assertThatThrownBy(() -> LogReader.read(unknown)).isInstanceOf(LogException.class).hasMessageEndingWith("the event of a task"
                    + " that has no number any more, and nothing shows which runs on CPU 0; begin the log before that");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a b-c:1-2 [3]|a b-c:1-2 [3]", "<...>|<...>", "-1|-1", "kworker/0:1H|kworker/0:1H", "pid=7|pid=7"})
    void namesOfTasksMayHaveBlanksAndSigns(String name, String read) throws LogException {
        Event event = only("  " + name + "-4321  [002] ..s1.  1.0: sched_waking: comm=" + name + " pid=12 prio=120 target_cpu=003");
        assertThat(event.task()).isEqualTo(new KernelTask(read, 4321));
        assertThat(event.within()).isEqualTo(Within.INTERRUPT);
        assertThat(event.what()).isEqualTo(new Happening.Waking(new KernelTask(read, 12)));
    }

    @Test
    void everythingThatIsKnownIsRead() throws LogException {
        assertThat(what("sched_kthread_stop_ret: ret=-4")).isEqualTo(new Happening.StopReturns(-4));
        assertThat(what("sched_wakeup_new: comm=worker pid=1200 prio=120 target_cpu=001")).isEqualTo(new Happening.Started(WORKER));
        assertThat(what("sched_process_fork: comm=kthreadd pid=2 child_comm=worker child_pid=1200"))
                .isEqualTo(new Happening.Fork(new KernelTask("kthreadd", 2), WORKER));
        assertThat(what("sched_process_exit: comm=worker pid=1200 prio=120 group_dead=true"))
                .isEqualTo(new Happening.Exit(WORKER));
        assertThat(what("sched_process_free: comm=worker pid=1200 prio=120")).isEqualTo(new Happening.Free(WORKER));
        assertThat(what("sched_process_hang: comm=worker pid=1200")).isEqualTo(new Happening.Hang(WORKER));
        assertThat(what("module_load: pump OE")).isEqualTo(new Happening.ModuleLoad("pump"));
        assertThat(what("module_load: pump ")).isEqualTo(new Happening.ModuleLoad("pump"));
        assertThat(what("module_free: pump")).isEqualTo(new Happening.ModuleFree("pump"));
        assertThat(what("module_put: pump call_site=do_init_module refcnt=1"))
                .isEqualTo(new Happening.ModulePut("pump", "do_init_module"));
        assertThat(what("sched_stat_runtime: comm=worker")).isEqualTo(new Happening.Other());
    }

    @Test
    void workOfAllKindsIsRead() throws LogException {
        Function own = new Function("item", Optional.of("pump"));
        assertThat(what("workqueue_queue_work: work struct=01 function=item [pump] workqueue=events req_cpu=8192 cpu=1"))
                .isEqualTo(new Happening.Queued(Runner.WORKQUEUE, "01", own));
        assertThat(what("sched_kthread_work_queue_work: work struct=01 function=item [pump] worker=02"))
                .isEqualTo(new Happening.Queued(Runner.KTHREAD_WORKER, "01", own));
        assertThat(what("workqueue_execute_start: work struct (____ptrval____): function vmstat_update"))
                .isEqualTo(new Happening.Begins(Runner.WORKQUEUE, "(____ptrval____)", new Function("vmstat_update", Optional.empty())));
        assertThat(what("sched_kthread_work_execute_start: work struct 01: function item [pump]"))
                .isEqualTo(new Happening.Begins(Runner.KTHREAD_WORKER, "01", own));
        assertThat(what("timer_expire_entry: timer=01 function=item [pump] now=4295000250 baseclk=4295000250"))
                .isEqualTo(new Happening.Begins(Runner.TIMER, "01", own));
        assertThat(what("workqueue_execute_end: work struct 01: function item [pump]"))
                .isEqualTo(new Happening.Ends(Runner.WORKQUEUE, "01"));
        assertThat(what("workqueue_execute_end: work struct 01")).isEqualTo(new Happening.Ends(Runner.WORKQUEUE, "01"));
        assertThat(what("sched_kthread_work_execute_end: work struct 01: function 0xffff"))
                .isEqualTo(new Happening.Ends(Runner.KTHREAD_WORKER, "01"));
        assertThat(what("timer_expire_exit: timer=01")).isEqualTo(new Happening.Ends(Runner.TIMER, "01"));
    }

    @ParameterizedTest
    @CsvSource({"S,true,false", "D,true,false", "I,true,false", "P,true,false", "R,false,false", "R+,false,false",
        "X,false,true", "Z,false,true"})
    void switchesAreReadInTheForms(String state, boolean sleeps, boolean isLast) throws LogException {
        Happening.Switch change = new Happening.Switch(WORKER, state, new KernelTask("a b/0", 0));
        assertThat(what("sched_switch: prev_comm=worker prev_pid=1200 prev_prio=120 prev_state=" + state
                + " ==> next_comm=a b/0 next_pid=0 next_prio=120")).isEqualTo(change);
        assertThat(what("sched_switch: worker:1200 [120] " + state + " ==> a b/0:0 [120]")).isEqualTo(change);
        assertThat(change.sleeps()).isEqualTo(sleeps);
        assertThat(change.isLast()).isEqualTo(isLast);
    }

    /** Plugins before libtraceevent 1.8 print states of kernel 6.1 by the letters of older ones. */
    @ParameterizedTest
    @CsvSource({"x, P", "W, I", "S, S", "D, D", "R, R"})
    void lettersOfOldPluginsAreThoseOfNow(String printed, String state) throws LogException {
        assertThat(what("sched_switch: worker:1200 [120] " + printed + " ==> swapper/0:0 [120]"))
                .isEqualTo(new Happening.Switch(WORKER, state, new KernelTask("swapper/0", 0)));
    }

    @Test
    void gapsAreKept() throws LogException {
        assertThat(LogReader.read("CPU:2 [LOST 123 EVENTS]\nCPU:1 [LOST EVENTS]\nCPU:0 [7 EVENTS DROPPED]\n" + FIRST).entries())
                .startsWith(new Gap(1, 2, Optional.of(123L)), new Gap(2, 1, Optional.empty()), new Gap(3, 0, Optional.of(7L)))
                .hasSize(4);
    }

    /** ftrace says where the events of a CPU begin if some were overwritten, which may have been those before. */
    @Test
    void bufferThatBeginsLateIsAGap() throws LogException {
        assertThat(LogReader.read(FIRST + "##### CPU 3 buffer started ####\n").entries()).hasSize(2)
                .endsWith(new Gap(2, 3, Optional.empty()));
    }

    @Test
    void whatTracersPrintBesidesIsPassedOver() throws LogException {
        assertThat(LogReader.read("# tracer: nop\n\nversion = 6\ncpus=4\nCPU 1 is empty\n"
                + FIRST + " => kthread_stop\n => kthread_stop+0x1/0x2\n").entries()).hasSize(1);
        assertThat(LogReader.read(" rmmod  1 [002]  1.5: sched:sched_waking: comm=a pid=2 prio=1\n"
                + "\tffffffff810f0000 try_to_wake_up+0x1 ([kernel.kallsyms])\n\n").entries()).hasSize(1);
    }

    @Test
    void clocksThatAreNoTimesAreTicks() throws LogException {
        KernelLog log = LogReader.read("  a-1 [000] .....  17: sched_waking: comm=b pid=2 prio=120 target_cpu=000\n");
        assertThat(log.clock()).isEqualTo(KernelLog.Clock.TICKS);
        assertThat(log.events().findFirst().orElseThrow().time()).isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "\"\"|there is no event in it",
        "\"# tracer: nop\n\"|there is no event in it",
        "\"hello\n\"|line 1: no event: hello",
        "\"  a-1 [000] ..... 1.5: sched_waking: comm=b\n\"|line 1: sched_waking does not say what it must: comm=b",
        "\"  a-1 [000] ..... 1.5: sched_waking: comm=b pid=99999999999\n\"|line 1: sched_waking does not say what it must: comm=b pid=99999999999",
        "\"  a-1 [000] ..... 1.5: sched_waking: comm=b\"|line 1: the log ends in the middle of a line; remove the rest of it, or record again",
        "\"  a-1 [000] ..... 2.5: foo: \n  a-1 [001] ..... 1.5: foo: \n\"|line 2: the clock goes back, from 2.5 to 1.5; record with a clock that all CPUs share (trace_clock global)",
        "\"  a-1 [000] ..... 2.5: foo: \n  a-1 [001] ..... 3: foo: \n\"|line 2: the time 3 is of another clock than those before it",
        "\"  a-1 [000] ..... 99999999999.5: foo: \n\"|line 1: no time: 99999999999.5"})
    void whatIsNoLogIsRefusedWithItsLine(String text, String message) {
        assertThatThrownBy(() -> LogReader.read(text)).isInstanceOf(LogException.class).hasMessage(message);
    }

    @Test
    void whatTracersKeepIsNoText() {
        assertThatThrownBy(() -> LogReader.read("\u0017\u0008Dtracing6\0\0\n")).isInstanceOf(LogException.class)
                .hasMessage("line 1: no text that a tracer prints; give the text, not the file that was recorded");
    }

    /** A log with some of its signs changed, removed or doubled is read, or refused with a message. */
    @Test
    void damagedLogsAreReadOrRefused() {
        String whole = LogText.recorded("first-kthread-mended-6.12");
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StringBuilder damaged = new StringBuilder(whole.substring(0, random.nextInt(whole.length())));
            for (int i = random.nextInt(8); i >= 0 && damaged.length() > 0; i--) {
                int place = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(place, (char) (random.nextInt(96) + 32));
                    case 1 -> damaged.deleteCharAt(place);
                    default -> damaged.insert(place, damaged.charAt(random.nextInt(damaged.length())));
                }
            }
            String text = damaged.toString();
            assertThatCode(() -> {
                try {
                    Lint.of(LogReader.read(text));
                } catch (LogException e) {
                    assertThat(e.getMessage()).matches("(?s)(line \\d+: .+|there is no event in it)");
                }
            }).as("seed %d", seed).doesNotThrowAnyException();
        }
    }

    /** What is drawn at random, written in each of the layouts, is read back. */
    @Test
    void eventsAreReadBackInEveryLayout() throws LogException {
        List<String> names = List.of("worker", "a b", "x-1", "kworker/1:2", "p:3 [1]", "==>", "comm=a");
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            KernelTask task = new KernelTask(names.get(random.nextInt(names.size())), random.nextInt(100_000));
            KernelTask other = new KernelTask(names.get(random.nextInt(names.size())), random.nextInt(100_000));
            String payload = "prev_comm=" + task.comm() + " prev_pid=" + task.pid() + " prev_prio=120 prev_state=S ==> next_comm="
                    + other.comm() + " next_pid=" + other.pid() + " next_prio=120";
            String time = random.nextInt(1000) + "." + (100_000 + random.nextInt(900_000));
            String ftrace = String.format("%16s-%-7d [%03d] d..2. %s: sched_switch: %s", task.comm(), task.pid(), random.nextInt(8), time, payload);
            String perf = String.format("%16s %7d [%03d] %s: sched:sched_switch: %s", task.comm(), task.pid(), random.nextInt(8), time, payload);
            for (String line : List.of(ftrace, perf)) {
                assertThat(only(line)).as(line).satisfies(event -> {
                    assertThat(event.task()).isEqualTo(task);
                    assertThat(event.what()).isEqualTo(new Happening.Switch(task, "S", other));
                });
            }
        }
    }

    private static Happening what(String payload) throws LogException {
        return only("  rmmod-4321    [002] .....  1234.567890: " + payload).what();
    }

    private static Event only(String line) throws LogException {
        return LogReader.read(line + "\n").events().reduce((a, b) -> {
            throw new AssertionError("two events");
        }).orElseThrow();
    }
}
