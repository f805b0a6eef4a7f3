package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/** Functions of a module that others may call, as they get a pointer to them. */
class EscapesTest {

    /** A module that frees what a function of it counts in, before it takes that function back. */
    private static String counting(String function, String register, String unregister) {
        return """
                #include <linux/module.h>
                static int *count;
                %s
                static int __init test_init(void)
                {
                    count = kzalloc(sizeof(*count), GFP_KERNEL);
                    if (!count)
                        return -ENOMEM;
                    %s;
                    return 0;
                }
                static void __exit test_exit(void)
                {
                    kfree(count);
                    %s;
                }
                module_init(test_init);
                module_exit(test_exit);
                """.formatted(function, register, unregister);
    }

    @Test
    void whoCallsAFunctionThatACallGetsIsUnknown() {
        CReading reading = read(counting("static int show(struct seq_file *m, void *v) { return (*count)++; }",
                "proc_create_single(\"test\", 0, NULL, show)", "remove_proc_entry(\"test\", NULL)"));
        assertThat(unmodelled(reading)).containsExactly("test.c:3: who calls show(), and when, is not in the file");
    }

    @Test
    void whoCallsAFunctionInAStructThatACallGetsIsUnknown() {
        CReading reading = read(counting("static int pre(struct kprobe *p) { return (*count)++; }"
                        + " static struct kprobe kp = { .pre_handler = pre };",
                "register_kprobe(&kp)", "unregister_kprobe(&kp)"));
        assertThat(unmodelled(reading)).containsExactly("test.c:3: who calls pre(), and when, is not in the file");
    }

    /** A write to a parameter may come after exit: what starts a thread then is not stopped by anybody. */
    @Test
    void parametersThatStartAThreadAreWrittenAfterExitToo() {
        CReading reading = read("""
                #include <linux/module.h>
                static struct task_struct *task;
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(5);
                    return 0;
                }
                static int set(const char *value, const struct kernel_param *param)
                {
                    if (!task)
                        task = kthread_run(worker, NULL, "worker");
                    return 0;
                }
                static const struct kernel_param_ops ops = { .set = set };
                module_param_cb(start, &ops, NULL, 0200);
                static int __init test_init(void)
                {
                    return 0;
                }
                static void __exit test_exit(void)
                {
                    if (task)
                        kthread_stop(task);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:9: a write to a parameter calls set() also while init runs, and after exit");
    }

    @Test
    void whoRegistersAFileWhereNobodyIsSeenToDoSoIsUnknown() {
        CReading reading = read("""
                #include <linux/module.h>
                static struct task_struct *task;
                static ssize_t kick(struct file *f, const char __user *b, size_t n, loff_t *o)
                {
                    wake_up_process(task);
                    return n;
                }
                static const struct proc_ops kick_ops = { .proc_write = kick };
                static void enter(struct net *net)
                {
                    proc_create("kick", 0200, net->proc_net, &kick_ops);
                    enter(net);
                }
                static int run(void *unused)
                {
                    while (!kthread_should_stop())
                        msleep(10);
                    return 0;
                }
                static int __init test_init(void)
                {
                    task = kthread_run(run, NULL, "test");
                    return PTR_ERR_OR_ZERO(task);
                }
                static void __exit test_exit(void)
                {
                    kthread_stop(task);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(unmodelled(reading)).contains("test.c:3: who registers 'kick_ops', and when, is not followed");
    }

    @Test
    void whatACleanupDoesAtTheEndOfItsBlockIsUnknown() {
        CReading reading = read("""
                #include <linux/module.h>
                #include <linux/cleanup.h>
                static DEFINE_MUTEX(lock);
                static struct task_struct *task;
                static int run(void *unused)
                {
                    while (!kthread_should_stop()) {
                        scoped_guard(mutex, &lock) { count++; }
                        scoped_cond_guard(mutex_intr, continue, &lock) { count++; }
                        msleep(10);
                    }
                    return 0;
                }
                static int __init test_init(void)
                {
                    char *name __free(kfree) = kmalloc(10, GFP_KERNEL); /* guard() */
                    task = kthread_run(run, NULL, "test");
                    return PTR_ERR_OR_ZERO(task);
                }
                static void __exit test_exit(void)
                {
                    guard(mutex)(&lock);
                    kthread_stop(task);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(unmodelled(reading)).contains("test.c:9: what scoped_cond_guard() does where its block ends",
                "test.c:16: what __free() does where its block ends")
                .noneMatch(what -> what.contains("scoped_guard()") || what.contains("what guard()"));
    }

    @Test
    void ofFunctionsThatNameEachOtherOneIsSaid() {
        CReading reading = read(counting("static void again(void); static void tick(void) { (*count)++; arm(again); }"
                + " static void again(void) { (*count)++; arm(tick); }", "prepare()", "forget()"));
        assertThat(unmodelled(reading)).containsExactly("test.c:3: who calls tick(), and when, is not in the file");
    }

    /** Who calls it is unknown, and so it is not said that nobody does once the module is gone. */
    @Test
    void whatStoresToWhatDecidesSomethingIsNotHarmless() {
        CReading reading = read(counting("static bool quit; void mark(void) { quit = true; } void log(void) { }"
                + " static int tell(void) { return quit ? (*count)++ : 0; }", "tell()", "forget()"));
        assertThat(unmodelled(reading)).anyMatch(what -> what.contains("who calls mark(), and when"));
        assertThat(reading.abstractions()).extracting(Abstraction::what).anyMatch(what -> what.contains("such as log()"))
                .noneMatch(what -> what.contains("such as mark()"));
    }

    @Test
    void whatDoesNothingToWhatIsTrackedIsAssumedToEnd() {
        CReading reading = read(counting("static int show(struct seq_file *m, void *v) { return 0; }",
                "proc_create_single(\"test\", 0, NULL, show)", "remove_proc_entry(\"test\", NULL)"));
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(reading.abstractions()).contains(new Abstraction(Abstraction.Kind.ASSUMED, 1,
                "functions that are called from outside and do nothing to what is tracked, such as show(), are not"
                        + " called once the module is gone"));
    }

    @Test
    void theStateOfACpuIsRemovedByItsFunction() {
        CReading reading = read(counting("static int offline(unsigned int cpu) { (*count)++; return 0; } static int state;",
                "state = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, \"test\", NULL, offline)", "cpuhp_remove_state(state)"));
        assertThat(unmodelled(reading)).isEmpty();
        Checked checked = Checked.check(reading.protocol(), Profiles.newest());
        assertThat(checked.violates(Property.NO_USE_AFTER_FREE)).isTrue();
    }

    @Test
    void aPointerToSeveralFunctionsIsAnyOfThem() {
        CReading reading = Module.around("""
                static int (*wait)(void);
                static int briefly(void) { msleep(100); return 0; }
                static int idly(void) { schedule_timeout_idle(100); return 0; }
                static void choose(int how) { wait = how ? briefly : idly; wait = briefly; wait = idly; }
                static int worker(void *data)
                {
                    choose(1);
                    wait();
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).contains("if ('wait' is briefly)", "  msleep(100);", "else");
    }

    @Test
    void aSignalThatIsAllowedMayComeFromAUser() {
        String thread = """
                static struct task_struct *task;
                static bool dead;
                static int worker(void *data)
                {
                    allow_%s(SIGTERM);
                    while (!kthread_should_stop() && !signal_pending(current))
                        schedule_timeout_interruptible(HZ);
                    dead = true;
                    return 0;
                }
                static int __init start(void)
                {
                    task = kthread_run(worker, NULL, "worker");
                    return PTR_ERR_OR_ZERO(task);
                }
                static void __exit stop(void)
                {
                    if (!dead)
                        kthread_stop(task);
                }
                module_init(start);
                module_exit(stop);
                """;
        CReading reading = read(thread.formatted("signal"));
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:5: that a user sends SIGTERM, which the thread allows, later than as soon as it does");
        Checked.check(reading.protocol(), Granularity.MERGED, Profiles.newest()).assertViolated(Property.NO_USE_AFTER_FREE);
        CReading fromTheKernel = read(thread.formatted("kernel_signal"));
        assertThat(unmodelled(fromTheKernel)).isEmpty();
        Checked.check(fromTheKernel.protocol(), Granularity.MERGED, Profiles.newest()).assertHolds(Property.NO_USE_AFTER_FREE);
    }

    /** A thread that a user may do something about in between. */
    private static CReading withUser(String declared, String stored, String stop) {
        return read("""
                #include <linux/kthread.h>
                struct part { struct task_struct *task; int number; };
                static struct part part, other;
                %s
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(10);
                    return 0;
                }
                static ssize_t r_store(struct kobject *k, struct kobj_attribute *a, const char *b, size_t n)
                {
                    %s
                    return n;
                }
                static struct kobj_attribute r = __ATTR_WO(r);
                static int __init start(void)
                {
                    part.task = kthread_run(worker, NULL, "worker");
                    if (IS_ERR(part.task))
                        return PTR_ERR(part.task);
                    if (sysfs_create_file(kernel_kobj, &r.attr)) {
                        kthread_stop(part.task);
                        return -ENOMEM;
                    }
                    return 0;
                }
                static void __exit stop(void)
                {
                    sysfs_remove_file(kernel_kobj, &r.attr);
                    %s
                }
                module_init(start);
                module_exit(stop);
                """.formatted(declared, stored, stop));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "memset(&part, 0, sizeof(part));   | part",
            "memcpy(&part, b, sizeof(part));   | part",
            "other = part;                     | other",
            "struct part *p = &part; *p = other; | *p",
            "part.number = 0;                  | ",
            "int numbers[4]; memset(numbers, 0, sizeof(numbers)); | "
    })
    void whatIsStoredToAWholeStructIsNotFollowed(String stored, String struct) {
        assertThat(unmodelled(withUser("", stored, "if (part.task) kthread_stop(part.task);"))).isEqualTo(struct == null
                ? List.of() : List.of("test.c:13: what is stored to all of '" + struct + "' at once"));
    }

    @Test
    void memoryThatIsNewMayBeCleared() {
        CReading reading = Module.around("""
                struct part { struct completion done; };
                static int worker(void *data)
                {
                    struct part *part = kmalloc(sizeof(*part), GFP_KERNEL);
                    if (!part)
                        return 0;
                    memset(part, 0, sizeof(*part));
                    init_completion(&part->done);
                    complete(&part->done);
                    kfree(part);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).isEmpty();
    }

    @Test
    void usersMayCallMoreOftenThanIsFollowed() {
        assertThat(unmodelled(withUser("static int users;", "users++;", "if (users > 5) return; kthread_stop(part.task);")))
                .containsExactly("test.c:1: that 'users' is counted to all that it is compared with, as users call more often"
                        + " than here");
        assertThat(unmodelled(withUser("static int users;", "users++;", "if (users > 0) return; kthread_stop(part.task);")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "static int users;        | users++;           | users > 0",
            "static int users;        | users += 1;        | users > 0",
            "static atomic_t users;   | atomic_inc(&users); | atomic_read(&users) > 0",
            "static bool users;       | users = true;      | users",
            "static bool users;       | users ^= 1;        | users",
            "static bool users; static void raise(bool *to) { *to = true; } | raise(&users); | users"
    })
    void whatAUserStoresIsNotTakenForWhatItBeginsWith(String declared, String stored, String test) {
        CReading reading = withUser(declared, stored, "if (" + test + ") return; kthread_stop(part.task);");
        Checked.check(reading.protocol(), Granularity.MERGED, Profiles.newest()).assertViolated(Property.NO_CODE_AFTER_UNLOAD);
    }

    @Test
    void whoCallsAFunctionThatCountsIsUnknown() {
        assertThat(unmodelled(withUser("static int users; void take(void) { users++; }", "", "if (users > 0) return; kthread_stop(part.task);")))
                .containsExactly("test.c:4: who calls take(), and when, is not in the file");
    }

    @Test
    void whoWaitsForWhatAPointerLeadsToMayWaitForEver() {
        CReading reading = Module.around("""
                static bool quit;
                static int worker(void *data)
                {
                    bool *over = &quit;
                    while (!*over)
                        msleep(10);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).containsExactly("test.c:7: whether and when '!*over' comes out otherwise");
    }

    @Test
    void whoWaitsForANumberOfTheFileMayWaitForEver() {
        CReading reading = Module.around("""
                enum state { RUNNING, DYING };
                static enum state state;
                static int worker(void *data)
                {
                    while (READ_ONCE(state) != DYING)
                        msleep(10);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).containsExactly("test.c:7: whether and when 'READ_ONCE(state) != DYING' comes out otherwise");
    }

    @Test
    void aLoopOverAsManyAsANumberOfTheFileSaysEnds() {
        CReading reading = Module.around("""
                static int count = 20;
                module_param(count, int, 0644);
                static int worker(void *data)
                {
                    int i;
                    for (i = 0; i < count; i++)
                        msleep(10);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).isEmpty();
    }
}
