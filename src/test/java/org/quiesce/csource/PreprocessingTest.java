package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of macros decides what a file is. */
class PreprocessingTest {

    private static CSource around(String exit) {
        return new CSource("test.c", """
                static struct task_struct *task;
                static int worker(void *data)
                {
                    return 0;
                }
                static int __init test_init(void)
                {
                    task = kthread_run(worker, NULL, "worker");
                    return 0;
                }
                module_init(test_init);
                static void __exit test_exit(void)
                {
                %s
                }
                module_exit(test_exit);
                """.formatted(exit));
    }

    private static final String EITHER = """
            #ifdef CONFIG_STOP
                kthread_stop(task);
            #endif
            """;

    private static List<CReading> read(CSource source, Preprocessing given) {
        return CReader.readEach(source, Bounds.usual(), given);
    }

    /** What the exit functions do. */
    private static List<List<String>> exits(List<CReading> readings) {
        return readings.stream().map(r -> r.protocol().loader().exit().orElseThrow().stream()
                .flatMap(s -> Printed.of(s, 0)).toList()).toList();
    }

    @Test
    void bothBranchesAreReadIfTheyDifferAndNothingIsSaid() {
        List<CReading> readings = read(around(EITHER), Preprocessing.usual());
        assertThat(readings).extracting(CReading::choice).containsExactly("-UCONFIG_STOP", "-DCONFIG_STOP");
        assertThat(readings).extracting(r -> r.protocol().name()).doesNotHaveDuplicates();
        assertThat(exits(readings)).containsExactly(List.of(), List.of("kthread_stop(task);"));
    }

    @Test
    void whatIsSaidDecides() {
        assertThat(exits(read(around(EITHER), Preprocessing.usual().defining("CONFIG_STOP", "1"))))
                .containsExactly(List.of("kthread_stop(task);"));
        assertThat(exits(read(around(EITHER), Preprocessing.usual().undefining("CONFIG_STOP"))))
                .containsExactly(List.of());
    }

    @Test
    void whoReadsOneCaseIsToldThatThereAreOthers() {
        assertThat(CReader.read(around(EITHER), Bounds.usual()).abstractions()).contains(new Abstraction(
                Abstraction.Kind.ASSUMED, 1, "'CONFIG_STOP' is not defined, which decides what is done to threads"));
    }

    @Test
    void branchesThatDoTheSameToThreadsAreNoCases() {
        CSource source = around("""
                #ifdef DEBUG
                    pr_info("stopping\\n");
                    kthread_stop(task);
                #else
                    kthread_stop(task);
                #endif
                """);
        assertThat(read(source, Preprocessing.usual())).extracting(CReading::choice).containsExactly("");
    }

    @Test
    void anOptionOfTheBuildIsAskedForInThreeWays() {
        CSource source = around("""
                #if IS_ENABLED(CONFIG_STOP) && defined(CONFIG_MORE)
                    kthread_stop(task);
                #endif
                """);
        List<CReading> readings = read(source, Preprocessing.usual());
        assertThat(readings).extracting(CReading::choice).containsExactly("-UCONFIG_STOP -UCONFIG_MORE",
                "-DCONFIG_STOP -UCONFIG_MORE", "-UCONFIG_STOP -DCONFIG_MORE", "-DCONFIG_STOP -DCONFIG_MORE");
        assertThat(exits(readings)).containsExactly(List.of(), List.of(), List.of(), List.of("kthread_stop(task);"));
    }

    @Test
    void anOptionInAConditionIsANumberIfItIsKnown() {
        CSource source = around("    if (IS_ENABLED(CONFIG_STOP))\n        kthread_stop(task);\n");
        assertThat(exits(read(source, Preprocessing.usual().defining("CONFIG_STOP", "1"))))
                .containsExactly(List.of("kthread_stop(task);"));
        assertThat(exits(read(source, Preprocessing.usual().undefining("CONFIG_STOP")))).containsExactly(List.of());
        assertThat(exits(read(source, Preprocessing.usual())))
                .containsExactly(List.of("if (IS_ENABLED(CONFIG_STOP))", "  kthread_stop(task);"));
    }

    @Test
    void theVersionIsThatOfTheNewestKernelUnlessItIsSaid() {
        CSource source = around("""
                #if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
                    kthread_stop(task);
                #endif
                """);
        assertThat(exits(read(source, Preprocessing.usual()))).containsExactly(List.of("kthread_stop(task);"));
        assertThat(exits(read(source, Preprocessing.usual().defining("LINUX_VERSION_CODE", "KERNEL_VERSION(5, 10, 0)"))))
                .containsExactly(List.of());
    }

    @Test
    void ofManyMacrosEachIsDefinedAlone() {
        CSource source = around("#if defined(A) || defined(B) || defined(C)\n    kthread_stop(task);\n#endif\n");
        assertThat(read(source, Preprocessing.usual())).extracting(CReading::choice)
                .containsExactly("-UA -UB -UC", "-DA -UB -UC", "-UA -DB -UC", "-UA -UB -DC");
    }

    @Test
    void ofTooManyMacrosNoneAndAllAreDefined() {
        CSource source = around("#if A + B + C + D + E + F + G > 1\n    kthread_stop(task);\n#endif\n");
        List<CReading> readings = read(source, Preprocessing.usual());
        assertThat(exits(readings)).containsExactly(List.of(), List.of("kthread_stop(task);"));
        assertThat(readings).allSatisfy(reading -> assertThat(reading.abstractions()).contains(new Abstraction(
                Abstraction.Kind.ASSUMED, 1, "of the macros A, B, C, D, E, F, G, which decide what is done to threads,"
                        + " none and all are defined; -D and -U say which")));
    }

    @Test
    void whereNothingRunsUnlessMacrosAreDefinedTheyAre() {
        CSource source = new CSource("test.c", "#if IS_ENABLED(CONFIG_PUMP)\n" + around("    kthread_stop(task);\n").text()
                + "#endif\n");
        assertThat(read(source, Preprocessing.usual())).extracting(CReading::choice).containsExactly("-DCONFIG_PUMP");
        assertThat(CReader.read(source, Bounds.usual()).abstractions()).contains(new Abstraction(
                Abstraction.Kind.ASSUMED, 1, "'CONFIG_PUMP' is defined, which decides what is done to threads"));
    }

    @Test
    void aFileThatIsIncludedAddsMacrosAndTypes() {
        CSource source = around("    STOP_THREAD(task);\n");
        Preprocessing given = Preprocessing.usual()
                .including(new CSource("my.h", "#define STOP_THREAD(t) kthread_stop(t)\nstruct device { int x; };\n"));
        assertThat(exits(read(source, given))).containsExactly(List.of("kthread_stop(task);"));
    }

    @Test
    void aFileThatIsIncludedAndIsNoC() {
        Preprocessing given = Preprocessing.usual().including(new CSource("my.h", "int x;\nint int int;\n"));
        assertThatThrownBy(() -> read(around(""), given)).isInstanceOf(CSourceException.class)
                .hasMessageStartingWith("my.h:2: 'int int int;' is not understood");
    }

    /** What a header of trace events declares, what is asserted and what tests are declared does nothing when the module runs. */
    @Test
    void declarationsOfTraceEventsAreUnderstood() {
        CSource module = around("kthread_stop(task);");
        CSource source = new CSource("test.c", """
                DECLARE_EVENT_CLASS(turns,
                    TP_PROTO(struct turn *turn, int n),
                    TP_ARGS(turn, n),
                    TP_STRUCT__entry(__field(int, n) __array(char, name, 16)),
                    TP_fast_assign(
                        __entry->n = n;
                        memcpy(__entry->name, turn->name, 16);
                    ),
                    TP_printk("%s %d", __entry->name, __entry->n)
                );
                DEFINE_EVENT(turns, turn_begin, TP_PROTO(struct turn *turn, int n), TP_ARGS(turn, n));
                TRACE_EVENT(turn_end, TP_PROTO(int n), TP_ARGS(n), TP_STRUCT__entry(__field(int, n)),
                    TP_fast_assign(__entry->n = n;), TP_printk("%d", __entry->n));
                static_assert(sizeof(struct turn) == 16);
                """ + module.text());
        CReading reading = read(source, Preprocessing.usual()).get(0);
        assertThat(reading.abstractions()).noneMatch(a -> a.kind() == Abstraction.Kind.UNMODELLED);
        assertThat(exits(List.of(reading))).containsExactly(List.of("kthread_stop(task);"));
    }
}
