package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;

/** Files that are parts of something: built in, or with threads that others create. */
class PartsTest {

    @Test
    void initFunctionsRunInTheOrderOfTheirLevelsAndNobodyAsksWhetherTheyFail() {
        CReading reading = Module.read("""
                static int last(void)
                {
                    msleep(100);
                    return 0;
                }
                late_initcall(last);
                static int first(void)
                {
                    schedule();
                    return -ENOMEM;
                }
                core_initcall(first);
                static int second(void)
                {
                    msleep_interruptible(100);
                    return 0;
                }
                machine_core_initcall(pump, second);
                """);
        assertThat(reading.protocol().loader().init().stream().flatMap(s -> Printed.of(s, 0)))
                .containsSubsequence("schedule();", "msleep_interruptible(100);", "msleep(100);")
                .doesNotContain("return -ENOMEM;");
    }

    @Test
    void whoeverCreatesAThreadStopsItIfItAsksForThat() {
        CReading reading = Module.read("""
                int pump_thread(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(100);
                    return 0;
                }
                """);
        assertThat(Module.unmodelled(reading)).containsExactly(
                "test.c:1: who calls pump_thread(), and when, is not in the file");
        assertThat(reading.protocol().kthreads()).extracting(Program::name).containsExactly("pump_thread");
        assertThat(Module.statements(reading, "create_pump_thread"))
                .contains("kthread_stop(pump_thread_task);");
    }

    @Test
    void aThreadThatLeavesByItselfIsNotStopped() {
        CReading reading = Module.read("""
                struct pump {
                    struct completion done;
                };
                void pump_thread(struct pump *pump)
                {
                    msleep(100);
                    kthread_complete_and_exit(&pump->done, 0);
                }
                """);
        assertThat(Module.statements(reading, "create_pump_thread")).doesNotContain("kthread_stop(pump_thread_task);");
        assertThat(Module.statements(reading, "pump_thread")).last().asString().startsWith("kthread_complete_and_exit(");
    }

    /** The names of steps do not tell them apart. */
    @Test
    void functionsWhoseNamesDifferByAnUnderscoreAreTwo() {
        Protocol protocol = Module.read("""
                int pump_1(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(100);
                    return 0;
                }
                int pump1(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(100);
                    return 0;
                }
                """).protocol();
        assertThat(protocol.kthreads()).hasSize(2);
        assertThat(Lowering.lower(protocol, Granularity.MICRO).kthreads()).hasSize(2);
    }

    @Test
    void aWorkItemThatAdoptsUserMemoryIsNotModelled() {
        CReading reading = Module.read("""
                static char text[8];
                static void fill(struct work_struct *work)
                {
                    kthread_use_mm(current->mm);
                    copy_to_user(current, text, 8);
                    kthread_unuse_mm(current->mm);
                }
                static DECLARE_WORK(filling, fill);
                static int begin(void)
                {
                    schedule_work(&filling);
                    return 0;
                }
                module_init(begin);
                """);
        assertThat(Module.unmodelled(reading)).contains("test.c:5: copy_to_user() is called where there is no user memory");
    }
}
