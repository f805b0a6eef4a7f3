package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.Preprocessing;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.report.Sheet;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;
import org.quiesce.workbench.Workbench;

/** Where there is no room for all users fewer are checked; what is not violated then is not said to hold. */
class FewerUsersTest {

    private static final String PUMP = """
            static struct task_struct *task;
            static DEFINE_MUTEX(lock);
            static int pump(void *data)
            {
                while (!kthread_should_stop())
                    msleep(100);
                return 0;
            }
            static ssize_t run_store(struct kobject *k, struct kobj_attribute *a, const char *text, size_t size)
            {
                mutex_lock(&lock);
                if (!task) {
                    task = kthread_run(pump, NULL, "pump");
                    if (IS_ERR(task))
                        task = NULL;
                }
                mutex_unlock(&lock);
                return size;
            }
            static struct kobj_attribute run = __ATTR_WO(run);
            static int __init pump_init(void)
            {
                return sysfs_create_file(kernel_kobj, &run.attr);
            }
            static void __exit pump_exit(void)
            {
                sysfs_remove_file(kernel_kobj, &run.attr);
                %s
            }
            module_init(pump_init);
            module_exit(pump_exit);
            """;
    private static final String STOP = "if (task)\n        kthread_stop(task);";

    @TempDir
    private Path directory;

    private Target target(String exit, Bounds bounds) throws IOException {
        Path file = Files.writeString(directory.resolve("pump.c"), PUMP.formatted(exit));
        return CFiles.targets(file, new Reading(Preprocessing.usual(), bounds, Optional.empty())).get(0);
    }

    private static Sheet check(Target target, Duration time) {
        CheckRequest request = CheckRequest.of(target.protocol(), Profiles.newest())
                .with(Granularity.MERGED).with(Engines.SIM).with(time);
        try (Workbench bench = Workbench.standard()) {
            return new Sheet(List.of(new Checked(target.name(), bench.check(request), new Conformance.Unstated())));
        }
    }

    private static Sheet answered(Target all) {
        Sheet cut = check(all, Duration.ofNanos(1));
        assertThat(cut.isCutShort()).isTrue();
        Sheet fewer = check(all.fewer().get().orElseThrow(), Duration.ofMinutes(5));
        assertThat(fewer.isCutShort()).isFalse();
        return cut.answeredBy(fewer);
    }

    private static List<PropertyResult> properties(Sheet sheet) {
        return sheet.checks().get(0).result().properties();
    }

    @Test
    void thereIsOneUserThenUnlessSomebodySaysHowMany() throws IOException {
        Target all = target(STOP, Bounds.usual());
        assertThat(users(all)).isGreaterThan(1);
        assertThat(users(all.fewer().get().orElseThrow())).isEqualTo(1);
        assertThat(target(STOP, Bounds.usual().withUsers(2)).fewer().get()).isEmpty();
    }

    private static int users(Target target) {
        return target.protocol().fileOperations().stream().mapToInt(operation -> operation.count()).sum();
    }

    @Test
    void whatFewerDoNotViolateIsNotSaidToHold() throws IOException {
        assertThat(properties(answered(target(STOP, Bounds.usual())))).isNotEmpty().allSatisfy(p -> {
            assertThat(p.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(p.note()).contains("in which one user calls each file operation", "limit of time");
        });
    }

    @Test
    void whatFewerViolateIsViolated() throws IOException {
        assertThat(properties(answered(target("", Bounds.usual())))).anySatisfy(p -> {
            assertThat(p.property()).isEqualTo(Property.NO_CODE_AFTER_UNLOAD);
            assertThat(p.verdict()).isEqualTo(Verdict.VIOLATED);
            assertThat(p.counterexample()).isPresent();
        }).noneMatch(p -> p.verdict() == Verdict.HOLDS);
    }

    @Test
    void whatHasAnAnswerIsNotCutShort() throws IOException {
        assertThat(check(target("", Bounds.usual()), Duration.ofMinutes(5)).isCutShort()).isFalse();
    }
}
