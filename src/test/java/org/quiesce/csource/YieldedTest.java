package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pointers that functions of the file return, and functions that they get. */
class YieldedTest {

    private static final String DEVICES = """
            #include <linux/kthread.h>
            #include <linux/slab.h>
            struct dev { struct task_struct *task; };
            static struct dev *one, *two;
            static int worker(void *data)
            {
                while (!kthread_should_stop())
                    msleep(100);
                return 0;
            }
            static int other(void *data)
            {
                while (!kthread_should_stop())
                    schedule();
                return 0;
            }
            %s
            module_init(start);
            module_exit(stop);
            """;

    private static CReading devices(String c) {
        return read(DEVICES.formatted(c));
    }

    private static List<String> abstracted(CReading reading) {
        return reading.abstractions().stream().map(Abstraction::what).toList();
    }

    @Test
    void whatIsReturnedIsWhatThePointerGets() {
        CReading reading = devices("""
                static struct dev *make(void)
                {
                    struct dev *d = kzalloc(sizeof(*d), GFP_KERNEL);

                    if (!d)
                        return ERR_PTR(-ENOMEM);
                    return d;
                }
                static int start(void)
                {
                    one = make();
                    return IS_ERR(one) ? PTR_ERR(one) : 0;
                }
                static void stop(void)
                {
                    kfree(one);
                }
                """);
        assertThat(abstracted(reading)).allMatch(what -> what.startsWith("who calls "));
        assertThat(statements(reading, "modprobe")).anyMatch(line -> line.strip().equals("one_is_error = true;"))
                .anyMatch(line -> line.contains("if (one_is_error)"));
    }

    /** What somebody else returns may be an error pointer as well as what the file makes of one. */
    @Test
    void whatTheKernelReturnsMayBeAnError() {
        CReading reading = devices("""
                static struct dev *get(int id)
                {
                    if (id)
                        return ERR_PTR(-EINVAL);
                    return somebodys_dev();
                }
                static int start(void)
                {
                    struct dev *d = get(0);

                    if (IS_ERR(d))
                        return PTR_ERR(d);
                    one->task = kthread_run(worker, NULL, "one");
                    return PTR_ERR_OR_ZERO(one->task);
                }
                static void stop(void)
                {
                    kthread_stop(one->task);
                }
                """);
        assertThat(abstracted(reading)).contains("'somebodys_dev()' is an error pointer, or it is not");
    }

    @Test
    void whatIsReturnedToTwoIsNotToldApart() {
        CReading reading = devices("""
                static struct dev *make(void)
                {
                    struct dev *d = kzalloc(sizeof(*d), GFP_KERNEL);

                    return d;
                }
                static int start(void)
                {
                    one = make();
                    two = make();
                    return 0;
                }
                static void stop(void)
                {
                    kfree(one);
                    kfree(two);
                }
                """);
        assertThat(unmodelled(reading)).contains(
                "test.c:19: there may be several of what is allocated for 'd', which are not told apart");
    }

    @Test
    void aParameterIsTheFunctionThatItGets() {
        CReading reading = devices("""
                static struct task_struct *run(int (*fn)(void *))
                {
                    return kthread_run(fn, NULL, "dev");
                }
                static struct task_struct *a, *b;
                static int start(void)
                {
                    a = run(worker);
                    b = run(other);
                    return 0;
                }
                static void stop(void)
                {
                    if (!IS_ERR(a))
                        kthread_stop(a);
                    if (!IS_ERR(b))
                        kthread_stop(b);
                }
                """);
        assertThat(reading.abstractions()).isEmpty();
        assertThat(statements(reading, "modprobe")).anyMatch(line -> line.contains("kthread_run(worker"))
                .anyMatch(line -> line.contains("kthread_run(other"));
    }

    /** Which of several functions a field holds is unknown, and either thread may be the one. */
    @Test
    void aFieldIsOneOfTheFunctionsThatItGets() {
        CReading reading = devices("""
                struct how { int (*fn)(void *); };
                static struct how how;
                static struct task_struct *task;
                static int start(void)
                {
                    how.fn = worker;
                    if (jiffies & 1)
                        how.fn = other;
                    task = kthread_run(how.fn, NULL, "dev");
                    return PTR_ERR_OR_ZERO(task);
                }
                static void stop(void)
                {
                    kthread_stop(task);
                }
                """);
        assertThat(abstracted(reading)).contains("'how.fn' is worker(), or it is not");
        assertThat(unmodelled(reading)).isEmpty();
    }

    @Test
    void whichOfSeveralPiecesOfMemoryIsFreedIsSaid() {
        CReading reading = devices("""
                struct node { struct rcu_head rcu; };
                static struct node *first, *second;
                static void release(struct rcu_head *head)
                {
                    kfree(container_of(head, struct node, rcu));
                }
                static int start(void)
                {
                    first = kzalloc(sizeof(*first), GFP_KERNEL);
                    second = kzalloc(sizeof(*second), GFP_KERNEL);
                    return 0;
                }
                static void stop(void)
                {
                    call_rcu(&first->rcu, release);
                    rcu_barrier();
                }
                """);
        assertThat(unmodelled(reading)).contains(
                "test.c:21: which memory 'container_of(head, struct node, rcu)' is, of which there may be several");
    }
}
