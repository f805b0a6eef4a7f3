package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.around;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;

/** How threads wait, as it is written. */
class WaitsInCTest {

    @Test
    void anEntryThatIsQueuedByHand() {
        CReading reading = around("""
                static DECLARE_WAIT_QUEUE_HEAD(queue);
                static int worker(void *data)
                {
                    DEFINE_WAIT(wait);

                    for (;;) {
                        prepare_to_wait(&queue, &wait, TASK_INTERRUPTIBLE);
                        if (kthread_should_stop())
                            break;
                        schedule();
                    }
                    finish_wait(&queue, &wait);
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).containsExactly(
                "while (1)",
                "  prepare_to_wait(&queue, &wait, TASK_INTERRUPTIBLE);",
                "  if (kthread_should_stop())",
                "    break;",
                "  schedule();",
                "finish_wait(&queue, &wait);",
                "return 0;");
        assertThat(unmodelled(reading)).isEmpty();
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void anEntryThatOnlyWakes() {
        CReading reading = around("""
                static DECLARE_WAIT_QUEUE_HEAD(queue);
                static int worker(void *data)
                {
                    DECLARE_WAITQUEUE(wait, current);

                    add_wait_queue(&queue, &wait);
                    set_current_state(TASK_INTERRUPTIBLE);
                    while (!kthread_should_stop()) {
                        schedule();
                        set_current_state(TASK_INTERRUPTIBLE);
                    }
                    __set_current_state(TASK_RUNNING);
                    remove_wait_queue(&queue, &wait);
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).startsWith("add_wait_queue(&queue, &wait);");
        assertThat(unmodelled(reading)).isEmpty();
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void entriesOnTwoQueuesAreNotModelled() {
        CReading reading = around("""
                static DECLARE_WAIT_QUEUE_HEAD(one);
                static DECLARE_WAIT_QUEUE_HEAD(other);
                static int worker(void *data)
                {
                    DECLARE_WAITQUEUE(wait, current);
                    DECLARE_WAITQUEUE(more, current);

                    add_wait_queue(&one, &wait);
                    add_wait_queue(&other, &more);
                    schedule();
                    remove_wait_queue(&other, &more);
                    remove_wait_queue(&one, &wait);
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).containsExactly("schedule();", "return 0;");
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:5: in 'worker', a thread queues entries on more than one wait queue");
    }

    @Test
    void aFunctionThatOnlyDecidesIsPartOfTheCondition() {
        CReading reading = around("""
                static DECLARE_WAIT_QUEUE_HEAD(queue);
                static bool pending, halted;
                static bool ready(void)
                {
                    if (kthread_should_stop())
                        return true;
                    if (halted)
                        return false;
                    return pending;
                }
                static int worker(void *data)
                {
                    wait_event_interruptible(queue, ready());
                    halted = true;
                    pending = false;
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).startsWith(
                "wait_event_interruptible(queue, kthread_should_stop() || (!halted && pending));");
    }

    @Test
    void aConditionThatTakesALockIsTestedInTheLoopOfTheKernel() {
        CReading reading = around("""
                static DECLARE_WAIT_QUEUE_HEAD(queue);
                static DEFINE_SPINLOCK(lock);
                static bool pending;
                static bool ready(void)
                {
                    bool is;

                    spin_lock(&lock);
                    is = pending;
                    spin_unlock(&lock);
                    return is || kthread_should_stop();
                }
                static int worker(void *data)
                {
                    while (!kthread_should_stop()) {
                        wait_event_interruptible(queue, ready());
                        pending = !pending;
                    }
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker"))
                .filteredOn(s -> s.contains("prepare_to_wait") || s.contains("schedule") || s.contains("finish"))
                .containsExactly(
                        "      interrupted = prepare_to_wait_event(&queue, &wait, TASK_INTERRUPTIBLE);",
                        "      schedule();",
                        "    finish_wait(&queue, &wait);");
        assertThat(unmodelled(reading)).isEmpty();
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void aWaitWithATimeoutTestsOnceMoreWhenItIsOver() {
        CReading reading = around("""
                static DECLARE_WAIT_QUEUE_HEAD(queue);
                static DEFINE_MUTEX(lock);
                static bool ready(void)
                {
                    bool is;

                    mutex_lock(&lock);
                    is = check();
                    mutex_unlock(&lock);
                    return is;
                }
                static int worker(void *data)
                {
                    if (wait_event_timeout(queue, ready(), HZ) == 0)
                        msleep(100);
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).filteredOn(s -> s.contains("mutex_lock(&lock)")).hasSize(3);
        assertThat(statements(reading, "worker")).anyMatch(s -> s.contains("left = schedule_timeout(HZ)"));
    }

    @Test
    void aFreezableWait() {
        CReading reading = around("""
                static DECLARE_WAIT_QUEUE_HEAD(queue);
                static int worker(void *data)
                {
                    set_freezable();
                    while (!kthread_should_stop())
                        wait_event_freezable(queue, kthread_should_stop());
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).contains("  wait_event_freezable(queue, kthread_should_stop());");
        assertThat(unmodelled(reading)).isEmpty();
    }
}
