package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on C files, with the simulator alone. */
class CFilesTest {

    private static final String BROKEN = "models/double-stop-sequential/broken.c";

    @TempDir
    private Path directory;

    private String file(String name, String c) throws IOException {
        return Files.writeString(directory.resolve(name), c).toString();
    }

    @Test
    void aViolationIsShownAtTheLinesOfTheFile() {
        Call call = Call.quiesce("check", BROKEN, "--engine", "sim");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.out())
                .startsWith(BROKEN + ": violated on linux-6.18\n")
                .contains("● 24 kthread_stop(task);")
                .contains("modprobe executes line 46 (kthread_stop(task);)");
    }

    @Test
    void whatHoldsIsAsExpectedOnTheNewestKernel() {
        Call call = Call.quiesce("check", "models/first-kthread/mended.c", "--engine", "sim");
        assertThat(call.status()).isZero();
        assertThat(call.out()).startsWith("models/first-kthread/mended.c: holds on linux-6.18\n");
    }

    @Test
    void aRunForWhichATimerHasToComeInEveryTurnIsOnlyPossible() throws IOException {
        String file = file("beat.c", """
                static struct task_struct *pump;
                static DECLARE_WAIT_QUEUE_HEAD(beat);
                static bool full;
                static void strike(struct timer_list *t);
                static DEFINE_TIMER(clock, strike);
                static void strike(struct timer_list *t)
                {
                    full = true;
                    wake_up(&beat);
                    mod_timer(&clock, jiffies + HZ);
                }
                static int pumping(void *data)
                {
                    set_freezable();
                    while (!kthread_should_stop()) {
                        wait_event_freezable(beat, full || kthread_should_stop());
                        full = false;
                    }
                    return 0;
                }
                static int __init start(void)
                {
                    pump = kthread_run(pumping, NULL, "pump");
                    if (IS_ERR(pump))
                        return PTR_ERR(pump);
                    mod_timer(&clock, jiffies + HZ);
                    return 0;
                }
                module_init(start);
                static void __exit stop(void)
                {
                    timer_shutdown_sync(&clock);
                    kthread_stop(pump);
                }
                module_exit(stop);
                """);
        Call call = Call.quiesce("check", file, "--engine", "sim", "--property", "FreezeCompletes");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.out().replaceAll("\\s+", " ")).contains("possible unless it is ruled out by what is not modelled: how"
                + " often strike() comes, which is in every turn of the run's loop").doesNotContain("certain");
    }

    @Test
    void aThreadThatSleepsTooShortToBeFrozenIsOnlyPossible() throws IOException {
        String file = file("scrub.c", """
                static struct task_struct *scrub;
                static DECLARE_WAIT_QUEUE_HEAD(kick);
                static int scrubbing(void *data)
                {
                    set_freezable();
                    while (!kthread_should_stop())
                        wait_event_freezable_timeout(kick, kthread_should_stop(), 10 * HZ);
                    return 0;
                }
                static int __init start(void)
                {
                    scrub = kthread_run(scrubbing, NULL, "scrub");
                    return PTR_ERR_OR_ZERO(scrub);
                }
                module_init(start);
                static void __exit stop(void)
                {
                    kthread_stop(scrub);
                }
                module_exit(stop);
                """);
        Call call = Call.quiesce("check", file, "--engine", "sim", "--property", "FreezeCompletes");
        assertThat(call.out().replaceAll("\\s+", " ")).contains("possible unless it is ruled out by what is not modelled: how"
                + " short the sleeps of scrubbing are, in each of which the freezer may find it").doesNotContain("certain");
    }

    @Test
    void nothingHoldsOfAFileThatIsNotUnderstoodWhole() throws IOException {
        String file = file("whole.c", """
                static struct task_struct *task;
                static int worker(void *data)
                {
                    stop_machine(reset, NULL, NULL);
                    return 0;
                }
                static int start(void)
                {
                    task = kthread_run(worker, NULL, "worker");
                    return PTR_ERR_OR_ZERO(task);
                }
                module_init(start);
                static void stop(void)
                {
                    get_task_struct(task);
                }
                module_exit(stop);
                """);
        Call call = Call.quiesce("check", file, "--engine", "sim");
        assertThat(call.status()).isEqualTo(3);
        assertThat(call.out()).contains(": inconclusive on linux-6.18\n", "stop_machine() is not modelled").doesNotContain("  holds");
    }

    @Test
    void aProtocolIsShownWithWhatWasAbstracted() {
        Call call = Call.quiesce("protocol", "models/exit-leak/broken.c");
        assertThat(call.status()).isZero();
        assertThat(call.out())
                .startsWith("models/exit-leak/broken.c: ")
                .contains("worker: kernel thread\n")
                .contains("memory: buffer\n")
                .contains("models/exit-leak/broken.c:32: 'device_failed()' may be either\n")
                .contains("32      if (device_failed())", "return -ENODEV;");
    }

    @Test
    void aSpecificationSaysTheLinesOfTheFile() {
        Call call = Call.quiesce("emit", BROKEN);
        assertThat(call.status()).isZero();
        assertThat(call.out()).contains("\\* 46  kthread_stop(task)\n", "Modprobe46Set ==").doesNotContain("Modprobe46Load");
        assertThat(Call.quiesce("emit", BROKEN, "--granularity", "micro").out()).contains("Modprobe46Load ==");
    }

    @Test
    void aFileThatIsTwoModulesIsCheckedAsBoth() throws IOException {
        String file = file("either.c", """
                static struct task_struct *task;
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        PAUSE();
                    return 0;
                }
                static int start(void)
                {
                    task = kthread_run(worker, NULL, "worker");
                    return PTR_ERR_OR_ZERO(task);
                }
                module_init(start);
                static void stop(void)
                {
                #ifdef CONFIG_STOP
                    kthread_stop(task);
                #endif
                }
                module_exit(stop);
                """);
        String pause = file("pause.h", "#define PAUSE() msleep(100)\n");
        Call both = Call.quiesce("check", file, "--engine", "sim", "--quiet", "--include", pause);
        assertThat(both.out()).isEqualTo("2 checks · holds: 1 · violated: 1\n");
        Call one = Call.quiesce("check", file, "--engine", "sim", "--include", pause, "-DCONFIG_STOP");
        assertThat(one.out()).startsWith(file + ": holds on linux-6.18\n");
    }

    @Test
    void whatIsSaidOfMacrosMustMakeSense() {
        assertThat(Call.quiesce("check", BROKEN, "-DX", "-UX").err())
                .isEqualTo("quiesce: -U: two things are said of 'X', that it is defined and that it is not; leave one out\n");
        assertThat(Call.quiesce("check", BROKEN, "-D", "1X").err()).isEqualTo("quiesce: -D: '1X' is no name of a macro\n");
        assertThat(Call.quiesce("check", BROKEN, "--include", "none.h").err())
                .isEqualTo("quiesce: there is no file 'none.h'\n");
    }

    private static final String CONFIGURED = """
            static struct task_struct *task;
            static int worker(void *data)
            {
                while (!kthread_should_stop())
                    msleep(100);
                return 0;
            }
            static int start(void)
            {
                first();
                second();
                if (%s)
                    task = kthread_run(worker, NULL, "worker");
                return 0;
            }
            module_init(start);
            static void stop(void)
            {
                if (%s)
                    kthread_stop(task);
            }
            module_exit(stop);
            """;

    /** What a check prints, wherever its lines are broken. */
    private String checked(String first, String then, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("check", file("module.c", CONFIGURED.formatted(first, then)), "--engine", "sim"));
        arguments.addAll(List.of(options));
        return Call.quiesce(arguments.toArray(String[]::new)).out().replaceAll("\\s+", " ");
    }

    @Test
    void aViolationSaysWhetherTheFileCanDoThat() throws IOException {
        assertThat(checked("1", "0")).contains(" certain it needs nothing of which the file does not tell ");
        assertThat(checked("1", "wanted()"))
                .contains(" conditional if it comes out as in the run: 'wanted()' at line 19 ");
        assertThat(checked("wanted()", "wanted()")).contains(
                " possible unless the file rules out that it comes out so: 'wanted()' at line 12, 2 times ");
        assertThat(checked("1", "stop_machine(first, NULL, NULL)"))
                .contains(" possible unless it is ruled out by what is not modelled: ", "stop_machine() is not modelled");
        assertThat(checked("wanted()", "wanted()", "--format", "json"))
                .contains("\"level\" : \"possible\"", "\"condition\" : \"wanted()\"", "\"times\" : 2");
    }

    @Test
    void assumptionsAreCountedUnlessTheyAreAskedFor() throws IOException {
        assertThat(checked("wanted()", "wanted()"))
                .contains(" of the file: 6 assumptions, which check --explain-abstraction lists ");
        assertThat(checked("wanted()", "wanted()", "--explain-abstraction"))
                .contains("first() does nothing to what is tracked", "'wanted()' may be either")
                .doesNotContain("assumptions, which");
        Call json = Call.quiesce("check", BROKEN, "--format", "json", "--explain-abstraction");
        assertThat(json.err()).startsWith("quiesce: --explain-abstraction is for text");
    }

    @Test
    void aFileWithoutThreadsSaysSo() throws IOException {
        assertThat(Call.quiesce("check", file("module.c", """
                static int __init start(void)
                {
                        return 0;
                }

                static void __exit stop(void)
                {
                }

                module_init(start);
                module_exit(stop);
                """), "--engine", "sim").out().replaceAll("\\s+", " "))
                .contains("kernel threads: the file has none, so nothing is asked that is about one");
        assertThat(checked("1", "0")).doesNotContain("kernel threads: the file has none");
    }

    @Test
    void threadsOfAFileCanBeMore() {
        Call call = Call.quiesce("check", "models/partial-create-rollback/mended.c", "--engine", "sim",
                "--threads", "worker=1", "--granularity", "merged");
        assertThat(call.out()).contains("some run leaves the bounds of the model with '");
        assertThat(call.status()).isEqualTo(3);
    }

    @Test
    void aFileThatIsNoCIsRefused() throws IOException {
        Call call = Call.quiesce("check", file("cut.c", "int f(void)\n{\n\tg(;\n"));
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).startsWith("quiesce: ").contains("cut.c:3:3: this '(' is never closed");
    }

    @Test
    void javaOfSeveralIsRefused() {
        Call call = Call.quiesce("protocol", "first-kthread", "--java");
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.err()).startsWith("quiesce: --java shows one protocol at a time\n");
    }

    @Test
    void aSpecificationSaysWhatOfTheFileIsNotInIt() throws IOException {
        String c = Files.readString(Path.of("models/first-kthread/mended.c"));
        Call.quiesce("emit", file("odd.c", c.replace("kthread_stop(", "odd_stop(")), "--out", directory.toString());
        assertThat(Files.readString(directory.resolve("Odd.tla")).replaceAll("[\\s*()]+", " "))
                .contains("Not modelled, so that nothing is known to hold: ", "what odd_stop does to ");
        Call.quiesce("emit", file("mended.c", c), "--out", directory.toString());
        assertThat(Files.readString(directory.resolve("Mended.tla"))).doesNotContain("Not modelled");
    }

    @Test
    void filesWithLongNamesAreToldApart() throws IOException {
        String c = Files.readString(Path.of(BROKEN));
        String name = "a_name_that_is_longer_than_what_fits_into_a_message_which_is_eighty_characters";
        Call call = Call.quiesce("check", file(name + "_1.c", c), file(name + "_2.c", c), "--engine", "sim");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.err()).isEmpty();
        assertThat(call.out().replaceAll("\\s+", "")).contains(name + "_1.c", name + "_2.c");
    }
}
