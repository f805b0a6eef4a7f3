package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.protocol.CallbackOps;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.WaitOps;
import org.quiesce.protocol.WorkOps;

/** High-resolution timers, functions of async_schedule() and items of queue_rcu_work() in C. */
class CallbacksInCTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL); timer.function = tick;",
            "hrtimer_setup(&timer, tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);"
    })
    void aTimerIsArmedAgainByWhatItsFunctionReturns(String setUp) {
        CReading reading = ticking(setUp, "return ticks > 0 ? HRTIMER_RESTART : HRTIMER_NORESTART;");
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(reading.protocol().callbacks()).extracting(c -> c.kind()).containsExactly(CallbackKind.HRTIMER);
        assertThat(statements(reading, "tick")).contains("  return HRTIMER_RESTART;");
        assertThat(operations(reading, "init")).contains(CallbackOps.hrtimerStart("tick"));
        assertThat(operations(reading, "exit")).containsExactly(CallbackOps.hrtimerCancel("tick"));
    }

    @Test
    void whatATimerReturnsOtherwiseIsNotModelled() {
        assertThat(unmodelled(ticking("hrtimer_setup(&timer, tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);",
                "return next_step();")))
                .anySatisfy(line -> assertThat(line).contains("whether the timer is armed again"));
    }

    @Test
    void aFunctionForAsyncSchedule() {
        CReading reading = read("""
                static void probe(void *data, async_cookie_t cookie)
                {
                    msleep(100);
                }
                static int __init test_init(void)
                {
                    async_schedule(probe, NULL);
                    return 0;
                }
                static void __exit test_exit(void)
                {
                    async_synchronize_full();
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(reading.protocol().callbacks()).extracting(c -> c.kind()).containsExactly(CallbackKind.ASYNC);
        assertThat(operations(reading, "init")).contains(CallbackOps.asyncSchedule("probe"));
        assertThat(operations(reading, "exit"))
                .containsExactly(CallbackOps.asyncSynchronizeFull());
    }

    @Test
    void anItemThatWaitsForAGracePeriod() {
        CReading reading = read("""
                static struct workqueue_struct *queue;
                static struct rcu_work work;
                static void release(struct work_struct *unused)
                {
                }
                static int __init test_init(void)
                {
                    queue = alloc_workqueue("test", 0, 0);
                    if (!queue)
                        return -ENOMEM;
                    INIT_RCU_WORK(&work, release);
                    queue_rcu_work(queue, &work);
                    return 0;
                }
                static void __exit test_exit(void)
                {
                    flush_rcu_work(&work);
                    destroy_workqueue(queue);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(operations(reading, "init"))
                .contains(WorkOps.queueRcuWork("queue", "release"));
        assertThat(operations(reading, "exit"))
                .containsExactly(WorkOps.flushRcuWork("release"), Ops.destroyWorkqueue("queue"));
    }

    @Test
    void aTaskletThatIsDisabledForAWhileAndCopiesWhereItMustNotSleep() {
        CReading reading = read("""
                static struct tasklet_struct poll;
                static char *from;
                static char to[4];
                static void poll_fn(struct tasklet_struct *unused)
                {
                    if (copy_from_user(to, from, sizeof(to)))
                        return;
                }
                static int __init test_init(void)
                {
                    tasklet_setup(&poll, poll_fn);
                    tasklet_disable_nosync(&poll);
                    tasklet_schedule(&poll);
                    tasklet_enable(&poll);
                    return 0;
                }
                static void __exit test_exit(void)
                {
                    tasklet_disable(&poll);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(operations(reading, "init")).containsExactly(CallbackOps.taskletDisableNosync("poll_fn"),
                Ops.taskletSchedule("poll_fn"), CallbackOps.taskletEnable("poll_fn"));
        assertThat(operations(reading, "exit")).containsExactly(CallbackOps.taskletDisable("poll_fn"));
        assertThat(operations(reading, "poll_fn")).containsExactly(WaitOps.mightSleep());
    }

    private static List<Operation> operations(CReading reading, String function) {
        return reading.protocol().bodies().get(function).stream().flatMap(Statement::calls).map(Statement.Call::operation).toList();
    }

    private static CReading ticking(String setUp, String leave) {
        return read("""
                static struct hrtimer timer;
                static int ticks;
                static enum hrtimer_restart tick(struct hrtimer *unused)
                {
                    %s
                }
                static int __init test_init(void)
                {
                    %s
                    hrtimer_start(&timer, 0, HRTIMER_MODE_REL);
                    return 0;
                }
                static void __exit test_exit(void)
                {
                    hrtimer_cancel(&timer);
                }
                module_init(test_init);
                module_exit(test_exit);
                """.formatted(leave, setUp));
    }

    @Test
    void whetherTheThreadOfAWorkerIsToStopIsNotFollowedInItsWork() {
        CReading reading = Module.read("""
                static struct kthread_worker *worker;
                static void fn(struct kthread_work *work)
                {
                    while (!kthread_should_stop())
                        msleep(10);
                }
                static DEFINE_KTHREAD_WORK(item, fn);
                static int __init test_init(void)
                {
                    worker = kthread_create_worker(0, "test");
                    if (IS_ERR(worker))
                        return PTR_ERR(worker);
                    kthread_queue_work(worker, &item);
                    return 0;
                }
                static void __exit test_exit(void)
                {
                    kthread_destroy_worker(worker);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(Module.unmodelled(reading)).containsExactly(
                "test.c:4: kthread_should_stop() asks or changes the task that runs this function, which is not followed");
    }
}
