package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;

/** What lies on the stack of who creates a thread may be gone before the thread is. */
class StackInCTest {

    private static final String CREATES = "task = kthread_run(worker, %s, \"worker\");";

    /** What a thread gets that init creates. */
    private static CReading given(String data) {
        return creating("if (choose()) { " + CREATES.formatted(data) + " } else { start(&shared); }");
    }

    private static CReading creating(String statement) {
        return read("""
                #include <linux/kthread.h>
                struct job { int number; struct completion started; };
                static struct job shared;
                static struct task_struct *task;
                static int worker(void *data)
                {
                    struct job *job = data;
                    while (!kthread_should_stop())
                        do_job(job->number);
                    return 0;
                }
                static void start(struct job *job) { %s }
                static int __init test_init(void)
                {
                    struct job job = { 1 };
                    static struct job lasting;
                    struct job *pointer = &shared;
                    %s
                    return PTR_ERR_OR_ZERO(task);
                }
                static void __exit test_exit(void) { kthread_stop(task); }
                module_init(test_init);
                module_exit(test_exit);
                """.formatted(CREATES.formatted("job"), statement));
    }

    @Test
    void whatLiesOnTheStackOfTheCreatorMayBeGone() {
        assertThat(unmodelled(given("&job"))).containsExactly("test.c:18: whether"
                + " 'job', which is on the stack of who creates the thread, is there as long as the thread");
        assertThat(unmodelled(given("&job.started"))).hasSize(1);
        assertThat(unmodelled(creating("start(&job);"))).hasSize(1);
    }

    @Test
    void whatLiesElsewhereIsThere() {
        assertThat(unmodelled(given("&shared"))).isEmpty();
        assertThat(unmodelled(given("&lasting"))).isEmpty();
        assertThat(unmodelled(given("pointer"))).isEmpty();
        assertThat(unmodelled(creating("start(&shared);"))).isEmpty();
    }
}
