package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/** Threads in arrays, and pointers to threads that are copied. */
class ElementsTest {

    @Test
    void loopsOverThreadsAreUnrolled() {
        CReading reading = read("""
                static struct task_struct *workers[16];
                static int worker(void *data)
                {
                    return 0;
                }
                static int start(void)
                {
                    int i;

                    for (i = 0; i < 16; i++)
                        workers[i] = kthread_run(worker, NULL, "worker/%d", i);
                    return 0;
                }
                module_init(start);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "modprobe")).containsExactly(
                "workers_0 = kthread_run(worker, NULL, \"worker\");", "workers_1 = kthread_run(worker, NULL, \"worker\");",
                "return 0;");
        assertThat(reading.protocol().kthreads()).extracting(Program::count).containsExactly(2);
        assertThat(reading.protocol().origin().orElseThrow().assumed()).contains("test.c:10: '16' is taken for 2, and no verdict is about more");
    }

    @Test
    void anElementThatAUserChoosesMayBeAny() {
        CReading reading = read("""
                static struct task_struct *workers[2];
                static ssize_t kick(struct file *file, const char *from, size_t len, loff_t *pos)
                {
                    wake_up_process(workers[len % 2]);
                    return len;
                }
                static const struct file_operations fops = { .write = kick };
                static int worker(void *data)
                {
                    return 0;
                }
                static int start(void)
                {
                    workers[0] = kthread_run(worker, NULL, "worker");
                    workers[1] = kthread_run(worker, NULL, "worker");
                    return 0;
                }
                module_init(start);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "kick")).containsSubsequence(
                "  wake_up_process(workers_0);", "else", "  wake_up_process(workers_1);");
    }

    @Test
    void anIndexThatIsNotKnownWhereItIsUsedIsKept() {
        CReading reading = read("""
                static struct task_struct *workers[2];
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(10);
                    return 0;
                }
                static int start(void)
                {
                    int i;

                    for (i = 0; i < 2; i++) {
                        workers[i] = kthread_run(worker, NULL, "worker");
                        if (IS_ERR(workers[i]))
                            break;
                    }
                    if (i < 2) {
                        while (i--)
                            kthread_stop(workers[i]);
                        return -ENOMEM;
                    }
                    return 0;
                }
                module_init(start);
                static void stop(void)
                {
                    int i;

                    for (i = 0; i < 2; i++)
                        kthread_stop(workers[i]);
                }
                module_exit(stop);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        Checked checked = Checked.check(reading.protocol(), Granularity.MERGED, Profiles.newest());
        assertThat(Property.of(checked.lowered()).stream().filter(checked::violates)).isEmpty();
    }

    @Test
    void pointersThatStandForTwoThingsAreNotTakenForOne() {
        CReading reading = read("""
                static struct task_struct *one, *other;
                static int worker(void *data)
                {
                    return 0;
                }
                static int start(void)
                {
                    one = kthread_run(worker, NULL, "worker");
                    other = kthread_run(worker, NULL, "worker");
                    return 0;
                }
                module_init(start);
                static void stop(void)
                {
                    struct task_struct *task = one;

                    if (jiffies & 1)
                        task = other;
                    kthread_stop(task);
                }
                module_exit(stop);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "modprobe")).containsSubsequence("task = one;", "  task = other;", "kthread_stop(task);");
    }

    @Test
    void aCopyOfAPointerThatChangesKeepsTheThread() {
        CReading reading = read("""
                static struct task_struct *task;
                static int worker(void *data)
                {
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
                    struct task_struct *old = task;

                    task = NULL;
                    kthread_stop(old);
                }
                module_exit(stop);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "modprobe")).containsSubsequence(
                "old = task;", "task = NULL;", "kthread_stop(old);");
    }

    @Test
    void aStructOfWhichItIsUnknownWhichItIsIsNotTakenForAnother() {
        CReading reading = read("""
                struct fan {
                    struct task_struct *task;
                };
                static struct fan fans[2];
                static struct fan *find(int id)
                {
                    return &fans[id];
                }
                static int worker(void *data)
                {
                    return 0;
                }
                static int start(void)
                {
                    fans[0].task = kthread_run(worker, NULL, "fan");
                    fans[1].task = kthread_run(worker, NULL, "fan");
                    return 0;
                }
                module_init(start);
                static void stop(void)
                {
                    struct fan *fan = find(jiffies & 1);

                    kthread_stop(fan->task);
                }
                module_exit(stop);
                """);
        assertThat(unmodelled(reading)).containsExactly("test.c:24: 'fan' may point to something else here");
        assertThat(statements(reading, "modprobe")).noneMatch(s -> s.contains("kthread_stop"));
    }

    @Test
    void whatEachTurnOfALoopAllocatesIsNotTakenForOne() {
        CReading reading = read("""
                struct fan {
                    struct list_head node;
                    struct task_struct *task;
                };
                static LIST_HEAD(fans);
                static int worker(void *data)
                {
                    return 0;
                }
                static int start(void)
                {
                    struct fan *fan;
                    int i;

                    for (i = 0; i < 2; i++) {
                        fan = kzalloc(sizeof(*fan), GFP_KERNEL);
                        if (!fan)
                            return -ENOMEM;
                        fan->task = kthread_run(worker, fan, "fan");
                        list_add(&fan->node, &fans);
                    }
                    return 0;
                }
                module_init(start);
                """);
        assertThat(unmodelled(reading)).contains(
                "test.c:16: there may be several of what is allocated for 'fan', which are not told apart");
    }

    @Test
    void eachOfThoseWhoRunAFunctionHasPointersOfItsOwn() {
        CSource source = new CSource("test.c", """
                static struct task_struct *task;
                static int worker(void *data)
                {
                    return 0;
                }
                static ssize_t start(struct file *file, const char *from, size_t len, loff_t *pos)
                {
                    struct task_struct *t = kthread_create(worker, NULL, "worker");
                    if (IS_ERR(t))
                        return PTR_ERR(t);
                    task = t;
                    wake_up_process(t);
                    return len;
                }
                static const struct file_operations fops = { .owner = THIS_MODULE, .write = start };
                """);
        CReading two = CReader.read(source, Bounds.usual());
        assertThat(unmodelled(two)).isEmpty();
        assertThat(two.protocol().fileOperations()).extracting(Program::name).containsExactly("start", "start_2");
        assertThat(two.protocol().kthreads()).extracting(Program::count).containsExactly(2);
        assertThat(CReader.read(source, Bounds.usual().withUsers(1)).protocol().fileOperations()).hasSize(1);
    }

    @Test
    void localPointersToStructsThatAreElsewhereAreNoOthers() {
        CReading reading = read("""
                struct session {
                    struct list_head list;
                    struct timer_list timer;
                    struct completion done;
                };
                static LIST_HEAD(sessions);
                static void tick(struct timer_list *t)
                {
                    struct session *s = from_timer(s, t, timer);
                    mod_timer(&s->timer, jiffies + HZ);
                }
                static void stop_all(void)
                {
                    struct session *all[20], *s;
                    int count = 0, i;

                    list_for_each_entry(s, &sessions, list)
                        all[count++] = s;
                    for (i = 0; i < count; i++)
                        timer_shutdown_sync(&all[i]->timer);
                }
                static ssize_t start(struct file *file, const char *from, size_t len, loff_t *pos)
                {
                    struct session *s = kzalloc(sizeof(*s), GFP_KERNEL);
                    if (!s)
                        return -ENOMEM;
                    timer_setup(&s->timer, tick, 0);
                    mod_timer(&s->timer, jiffies + HZ);
                    list_add(&s->list, &sessions);
                    return len;
                }
                static const struct file_operations fops = { .owner = THIS_MODULE, .write = start };
                module_exit(stop_all);
                """);
        assertThat(reading.protocol().callbacks()).extracting(Program::name).containsExactly("tick");
        assertThat(statements(reading, "modprobe")).anyMatch(s -> s.contains("timer_shutdown_sync"));
    }

    private static CReading several(String stop) {
        return read("""
                static struct task_struct **workers;
                static int number = 3;
                module_param(number, int, 0444);
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(10);
                    return 0;
                }
                static void stop_some(int n)
                {
                    while (n-- > 0) {
                        if (workers[n])
                            kthread_stop(workers[n]);
                    }
                }
                static int __init start(void)
                {
                    int i;

                    workers = kcalloc(number, sizeof(*workers), GFP_KERNEL);
                    if (!workers)
                        return -ENOMEM;
                    for (i = 0; i < number; i++) {
                        struct task_struct *task = kthread_run(worker, NULL, "worker/%%d", i);
                        if (IS_ERR(task)) {
                            stop_some(i);
                            kfree(workers);
                            return PTR_ERR(task);
                        }
                        workers[i] = task;
                    }
                    return 0;
                }
                static void __exit stop(void)
                {
                    stop_some(%s);
                    kfree(workers);
                }
                module_init(start);
                module_exit(stop);
                """.formatted(stop));
    }

    @Test
    void anElementOfAllocatedMemoryIsTestedAndNotTheMemory() {
        CReading reading = several("number");
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "modprobe")).anyMatch(s -> s.contains("if (workers_0"));
        Checked.check(reading.protocol(), Granularity.MERGED, Profiles.newest()).assertHolds(Property.NO_INVALID_TASK);
    }

    @Test
    void anElementThatIsLeftOutOfALoopIsNotSaidToBeNull() {
        assertThat(unmodelled(several("3"))).containsExactly(
                "test.c:1: what is done to 'workers_2', as of elements in loops only the first 2 are followed");
    }

    @Test
    void aTaskThatIsTakenFromAnElementStaysThatTask() {
        CReading reading = read("""
                static struct task_struct *workers[2];
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(10);
                    return 0;
                }
                static void stop_all(void)
                {
                    int i;

                    for (i = 0; i < 2; i++) {
                        struct task_struct *taken = workers[i];

                        workers[i] = NULL;
                        if (taken)
                            kthread_stop(taken);
                    }
                }
                static int __init start(void)
                {
                    int i;

                    for (i = 0; i < 2; i++) {
                        struct task_struct *task = kthread_run(worker, NULL, "worker/%d", i);

                        if (IS_ERR(task)) {
                            stop_all();
                            return PTR_ERR(task);
                        }
                        workers[i] = task;
                    }
                    return 0;
                }
                static void __exit stop(void)
                {
                    stop_all();
                }
                module_init(start);
                module_exit(stop);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        Checked.check(reading.protocol(), Granularity.MERGED, Profiles.newest())
                .assertHolds(Property.NO_CODE_AFTER_UNLOAD);
    }
}
