package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.property.Property;

/** A file that is a part of a module: who calls its functions is in another one. */
class OrphansTest {

    private static final String PART = """
            struct pipe { struct task_struct *task; unsigned long turns; };
            static int pipe_fn(void *data)
            {
                struct pipe *pipe = data;
                while (!kthread_should_stop()) {
                    pipe->turns++;
                    msleep(100);
                }
                return 0;
            }
            void pipe_kick(struct pipe *pipe)
            {
                pipe->turns = 0;
                wake_up_process(pipe->task);
            }
            void pipe_destroy(struct pipe *pipe)
            {
                %s
            }
            struct pipe *pipe_create(void)
            {
                struct pipe *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);
                if (!pipe)
                    return NULL;
                pipe->task = kthread_run(pipe_fn, pipe, "pipe");
                if (IS_ERR(pipe->task)) {
                    kfree(pipe);
                    return NULL;
                }
                return pipe;
            }
            """;

    @Test
    void whatIsCreatedFirstAndStoppedLastIsRight() {
        CReading reading = read(PART.formatted("kthread_stop(pipe->task); kfree(pipe);"));
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:11: who calls pipe_kick(), and when, is not in the file",
                "test.c:16: who calls pipe_destroy(), and when, is not in the file",
                "test.c:20: who calls pipe_create(), and when, is not in the file");
        Checked checked = Checked.check(reading.protocol(), Profiles.newest());
        assertThat(checked.violates(Property.NO_USE_AFTER_FREE)).isFalse();
    }

    @Test
    void whatIsFreedBeforeTheThreadStopsIsUsedByIt() {
        CReading reading = read(PART.formatted("kfree(pipe); kthread_stop(pipe->task);"));
        Checked checked = Checked.check(reading.protocol(), Profiles.newest());
        assertThat(checked.violates(Property.NO_USE_AFTER_FREE)).isTrue();
    }

    @Test
    void aPointerThatNobodyInTheFileSetsIsNotTakenForNull() {
        CReading reading = read("""
                struct owner { struct task_struct *task; };
                extern struct task_struct *shared;
                static int __init kick_init(void)
                {
                    wake_up_process(shared);
                    return 0;
                }
                void kick(struct owner *owner)
                {
                    wake_up_process(owner->task);
                }
                static void __exit kick_exit(void)
                {
                    struct owner *owner = find_owner();
                    wake_up_process(owner->task);
                }
                module_init(kick_init);
                module_exit(kick_exit);
                """);
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:5: who sets 'shared' is not in the file, or not modelled",
                "test.c:8: who calls kick(), and when, is not in the file",
                "test.c:15: who sets 'owner->task' is not in the file, or not modelled");
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void whoCallsAFunctionKnowsThatWhatItNeedsIsThere() {
        CReading reading = read("""
                struct drain { struct kthread_worker *worker; struct kthread_work work; struct task_struct *task; int level; };
                static struct drain *drain;
                static struct workqueue_struct *queue;
                static int drain_fn(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(100);
                    return 0;
                }
                static void drain_work(struct kthread_work *work) { msleep(10); }
                void drain_open(struct drain *d)
                {
                    kthread_init_work(&d->work, drain_work);
                    kthread_queue_work(d->worker, &d->work);
                    kthread_flush_work(&d->work);
                }
                int drain_level(void)
                {
                    wake_up_process(drain->task);
                    return drain->level;
                }
                void drain_start(void)
                {
                    if (!drain)
                        drain = kzalloc(sizeof(*drain), GFP_KERNEL);
                    if (drain)
                        drain->task = kthread_run(drain_fn, NULL, "drain");
                }
                """);
        Checked checked = Checked.check(reading.protocol(), Profiles.newest());
        assertThat(checked.violates(Property.NO_INVALID_TASK)).isFalse();
    }

    @Test
    void aWorkqueueInAStructOfAHeaderIsTested() {
        CReading reading = read("""
                static int __init queue_init(void)
                {
                    struct host *host = find_host();
                    host->queue = alloc_workqueue("host", 0, 0);
                    if (!host->queue)
                        return -ENOMEM;
                    return 0;
                }
                static void __exit queue_exit(void)
                {
                    struct host *host = find_host();
                    destroy_workqueue(host->queue);
                }
                module_init(queue_init);
                module_exit(queue_exit);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void whatIsDoneToATaskOfWhichNothingIsKnownIsLeftOut() {
        CReading reading = read("""
                static struct task_struct *task;
                static int __init part_init(void)
                {
                    task = kthread_run(function_of_another_file, NULL, "part");
                    if (IS_ERR(task))
                        return PTR_ERR(task);
                    wake_up_process(task);
                    return 0;
                }
                static void __exit part_exit(void)
                {
                    kthread_stop(task);
                }
                module_init(part_init);
                module_exit(part_exit);
                """);
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:4: 'function_of_another_file' in kthread_run() is no function of the file",
                "test.c:4: which task 'task' names is not modelled",
                "test.c:7: who sets 'task' is not in the file, or not modelled",
                "test.c:12: who sets 'task' is not in the file, or not modelled");
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void aThreadFunctionThatNobodyInTheFileStartsIsStartedAndStopped() {
        CReading reading = read("""
                static int poll_fn(void *data)
                {
                    while (!kthread_should_stop()) {
                        if (gone())
                            break;
                        msleep(100);
                    }
                    return 0;
                }
                int poll_part(void *data)
                {
                    return poll_fn(data);
                }
                """);
        assertThat(reading.protocol().kthreads()).extracting(Program::name).containsExactly("poll_part");
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }
}
