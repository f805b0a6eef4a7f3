package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.unmodelled;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Program;

/** What the kernel asks of drivers besides that their devices come and go, and what users have of their own. */
class DriversInCTest {

    private static final String DRIVER = """
            static struct task_struct *task;
            static int worker(void *data)
            {
                %s
                while (!kthread_should_stop())
                    msleep(100);
                return 0;
            }
            static int pump_probe(struct platform_device *pdev)
            {
                task = kthread_run(worker, NULL, "pump");
                return PTR_ERR_OR_ZERO(task);
            }
            static void pump_remove(struct platform_device *pdev)
            {
                if (!IS_ERR_OR_NULL(task))
                    kthread_stop(task);
            }
            static int pump_suspend(struct device *dev)
            {
                kthread_stop(task);
                task = NULL;
                return 0;
            }
            static int pump_resume(struct device *dev)
            {
                task = kthread_run(worker, NULL, "pump");
                return PTR_ERR_OR_ZERO(task);
            }
            %s
            static struct platform_driver pump_driver = {
                .probe = pump_probe,
                .remove%s = pump_remove,
                .driver = { .name = "pump", .pm = %s },
            };
            module_platform_driver(pump_driver);
            """;

    private static CReading driver(String thread, String operations, String remove, String pointer) {
        return read(DRIVER.formatted(thread, operations, remove, pointer));
    }

    private static List<String> programs(CReading reading) {
        return reading.protocol().programs().stream().map(Program::name).toList();
    }

    @Test
    void aDriverIsSuspendedHoweverItsFunctionsAreGiven() {
        for (String operations : List.of(
                "static SIMPLE_DEV_PM_OPS(pump_pm, pump_suspend, pump_resume);",
                "static const struct dev_pm_ops pump_pm = { SYSTEM_SLEEP_PM_OPS(pump_suspend, pump_resume) };",
                "static const struct dev_pm_ops pump_pm = { .suspend = pump_suspend, .resume = pump_resume };")) {
            CReading reading = driver("", operations, "_new", "pm_sleep_ptr(&pump_pm)");
            assertThat(unmodelled(reading)).as(operations).isEmpty();
            assertThat(programs(reading)).contains("suspend_pump_driver", "remove_pump_driver");
        }
    }

    @Test
    void stagesOfASuspendAreNotPutInAnOrder() {
        CReading reading = driver("", """
                static const struct dev_pm_ops pump_pm = {
                    .suspend = pump_suspend, .resume_early = pump_resume,
                };
                """, "", "&pump_pm");
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:19: who calls pump_suspend(), and when, is not in the file",
                "test.c:25: who calls pump_resume(), and when, is not in the file");
    }

    @Test
    void threadsThatAreFrozenBeforeADeviceIsSuspendedAreSaid() {
        CReading reading = driver("set_freezable();", "static SIMPLE_DEV_PM_OPS(pump_pm, pump_suspend, pump_resume);", "",
                "&pump_pm");
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:19: that threads are frozen before the device of 'pump_driver' is suspended");
    }

    @Test
    void aWorkerThatIsFrozenIsSaid() {
        CReading reading = read("""
                static struct kthread_worker *worker;
                static int __init test_init(void)
                {
                    worker = kthread_run_worker(KTW_FREEZABLE, "w");
                    return PTR_ERR_OR_ZERO(worker);
                }
                static void __exit test_exit(void)
                {
                    kthread_destroy_worker(worker);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:4: that a freezable worker stands still while the machine is suspended");
    }

    @Test
    void usersWithMemoryOfTheirOwnAreOneUnlessMoreAreAskedFor() {
        String c = """
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(100);
                    return 0;
                }
                struct session { struct task_struct *task; };
                static int pump_open(struct inode *inode, struct file *file)
                {
                    struct session *s = kzalloc(sizeof(*s), GFP_KERNEL);

                    if (!s)
                        return -ENOMEM;
                    s->task = kthread_run(worker, NULL, "w");
                    if (IS_ERR(s->task)) {
                        kfree(s);
                        return -ENOMEM;
                    }
                    file->private_data = s;
                    return 0;
                }
                static int pump_release(struct inode *inode, struct file *file)
                {
                    struct session *s = file->private_data;

                    kthread_stop(s->task);
                    kfree(s);
                    return 0;
                }
                static const struct file_operations pump_fops = {
                    .owner = THIS_MODULE, .open = pump_open, .release = pump_release,
                };
                static struct miscdevice pump = { .name = "pump", .fops = &pump_fops };
                module_misc_device(pump);
                """;
        assertThat(read(c).protocol().fileOperations()).extracting(Program::count).containsExactly(1);
        assertThat(unmodelled(read(c))).isEmpty();
        CReading two = CReader.read(new CSource("test.c", c), Bounds.usual().with(Map.of("pump_fops", 2), Map.of()));
        assertThat(unmodelled(two)).contains(
                "test.c:30: that each user of pump_fops() has memory of his own, to which 's' points");
    }
}
