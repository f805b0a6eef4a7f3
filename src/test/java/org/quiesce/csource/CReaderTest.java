package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.quiesce.csource.Module.around;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.statements;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Listing;
import org.quiesce.protocol.property.Property;

/** What the C of a module becomes. */
class CReaderTest {

    @Test
    void statementsKeepTheLinesOfTheFile() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    while (!kthread_should_stop())
                        msleep(100);    /* poll */
                    return 0;
                }
                """);
        assertThat(reading.protocol().listing().lines()).extracting(Listing.Line::shown, Listing.Line::text)
                .contains(tuple(5, "while (!kthread_should_stop())"),
                        tuple(6, "msleep(100);"));
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void linesStayThoseOfTheFileWithAnotherNumberOfThreads() {
        CReading reading = around("static int worker(void *data)\n{\n\treturn 0;\n}\n");
        assertThat(reading.protocol().withThreads("worker", 2).listing()).isEqualTo(reading.protocol().listing());
    }

    @Test
    void anErrorPathIsDoneWhereItIsGoneTo() {
        CReading reading = around("""
                static DEFINE_MUTEX(lock);
                static DECLARE_COMPLETION(done);
                static int worker(void *data)
                {
                    int err = -ENOMEM;

                    mutex_lock(&lock);
                    if (setup())
                        goto unlock;
                    msleep(100);
                    err = 0;
                unlock:
                    mutex_unlock(&lock);
                    complete(&done);
                    return err;
                }
                """);
        assertThat(statements(reading, "worker")).containsExactly(
                "err = -ENOMEM;",
                "mutex_lock(&lock);",
                "if (setup())",
                "  mutex_unlock(&lock);",
                "  complete(&done);",
                "  return err;",
                "msleep(100);",
                "err = 0;",
                "mutex_unlock(&lock);",
                "complete(&done);",
                "return err;");
        assertThat(unmodelled(reading)).isEmpty();
    }

    @Test
    void whoGoesBackBeginsAnew() {
        CReading reading = around("""
                static int worker(void *data)
                {
                again:
                    msleep(100);
                    if (!kthread_should_stop())
                        goto again;
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).containsExactly(
                "while (1)",
                "  msleep(100);",
                "  if (!kthread_should_stop())",
                "    continue;",
                "  return 0;");
    }

    @Test
    void aLabelInALoopEndsItsTurn() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    while (!kthread_should_stop()) {
                        if (idle())
                            goto next;
                        schedule();
                next:
                        msleep(100);
                    }
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).containsExactly(
                "while (!kthread_should_stop())",
                "  do",
                "    if (idle())",
                "      break;",
                "    schedule();",
                "  while (!1)",
                "  msleep(100);",
                "return 0;");
    }

    @Test
    void aReturnFromALoopOfACalledFunctionLeavesIt() {
        CReading reading = around("""
                static DECLARE_COMPLETION(done);
                static void poll(void)
                {
                    while (!kthread_should_stop()) {
                        if (failed())
                            return;
                        msleep(100);
                    }
                    complete(&done);
                }
                static int worker(void *data)
                {
                    poll();
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).containsExactly(
                "leave = 0;",
                "do",
                "  while (!kthread_should_stop())",
                "    if (failed())",
                "      leave = 1;",
                "      break;",
                "    msleep(100);",
                "  if (leave)",
                "    break;",
                "  complete(&done);",
                "while (!1)",
                "return 0;");
    }

    @Test
    void aSwitchIsOneTestAfterTheOther() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    int command = fetch();

                    switch (command) {
                    case 1:
                        msleep(100);
                        break;
                    case 2:
                        schedule();
                        /* fall through */
                    default:
                        msleep_interruptible(100);
                    }
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).endsWith(
                "if (command == 1)",
                "  msleep(100);",
                "else",
                "  if (command == 2)",
                "    schedule();",
                "  msleep_interruptible(100);",
                "return 0;");
    }

    @Test
    void whatIsNotModelledIsSaidAndNothingHoldsThen() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    fetch_affinity();
                    stop_machine(fetch, data, NULL);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).containsExactly("test.c:6: stop_machine() is not modelled");
        assertThat(reading.abstractions()).contains(new Abstraction(Abstraction.Kind.PASSED_OVER, 5,
                "fetch_affinity() does nothing to what is tracked"));
    }

    @Test
    void whatMayWaitOrWakeIsNotTakenForNothing() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    wait_for_something_new(&data);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).containsExactly("test.c:5: wait_for_something_new() is not modelled");
    }

    @Test
    void whatGetsAnObjectMayDoSomethingToIt() {
        CReading reading = around("""
                static DECLARE_COMPLETION(done);
                static int worker(void *data)
                {
                    adopt(current, 3);
                    announce(&done, "x");
                    complete(&done);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).containsExactly("test.c:7: what announce() does to 'done' is unknown");
    }

    @Test
    void aNumberThatIsUnknownIsAnyThatItIsComparedWith() {
        CReading reading = around("""
                enum { IDLE, FLUSH, QUIT };
                static int next_command(void)
                {
                    int command = pop(&fifo);

                    return command;
                }
                static int worker(void *data)
                {
                    switch (next_command()) {
                    case QUIT:
                        return 0;
                    case FLUSH:
                        msleep(100);
                    }
                    return 1;
                }
                """);
        assertThat(statements(reading, "worker")).map(String::strip)
                .contains("if (pop(&fifo) == 1)", "command = 2;", "if (choice == 2)", "if (choice == 1)");
    }

    @Test
    void oneOfTwoDefinitionsIsNotTakenInSilence() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    return 0;
                }
                static int worker(void *data)
                {
                    return kthread_should_stop();
                }
                """);
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:7: worker() is defined a second time, and only the first counts");
    }

    @Test
    void aFunctionThatCallsItselfIsNotFollowed() {
        CReading reading = around("""
                static void again(void)
                {
                    msleep(100);
                    again();
                }
                static int worker(void *data)
                {
                    again();
                    return 0;
                }
                """);
        assertThat(unmodelled(reading))
                .containsExactly("test.c:6: again() calls itself, or calls are nested too deep");
    }

    @Test
    void whoCallsAFunctionThatWakesIsAsked() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    return 0;
                }
                void kick(void)
                {
                    wake_up_process(task);
                }
                """);
        assertThat(unmodelled(reading))
                .containsExactly("test.c:7: who calls kick(), and when, is not in the file");
    }

    @Test
    void aLoopOverUnknownDataIsFollowedForSomeTurns() {
        CReading reading = around("""
                static DECLARE_COMPLETION(done);
                static int worker(void *data)
                {
                    struct item *item;

                    list_for_each_entry(item, &items, node)
                        complete(&done);
                    return 0;
                }
                """);
        assertThat(statements(reading, "worker")).filteredOn(s -> s.contains("complete(&done)")).hasSize(2);
        assertThat(reading.abstractions()).extracting(Abstraction::kind).contains(Abstraction.Kind.ASSUMED);
    }

    @Test
    void fieldsAreTrackedByTypeAndName() {
        CReading reading = read("""
                struct device {
                    struct task_struct *poller;
                    wait_queue_head_t queue;
                    bool stopping;
                };
                static struct device device;
                static int poll(void *data)
                {
                    struct device *d = data;

                    wait_event_idle(d->queue, d->stopping);
                    return 0;
                }
                static int __init test_init(void)
                {
                    device.poller = kthread_run(poll, &device, "poll");
                    return PTR_ERR_OR_ZERO(device.poller);
                }
                static void __exit test_exit(void)
                {
                    device.stopping = true;
                    kthread_stop(device.poller);
                }
                module_init(test_init);
                module_exit(test_exit);
                """);
        assertThat(statements(reading, "poll")).containsExactly("wait_event_idle(queue, stopping);", "return 0;");
        // The thread may have ended by itself when it is stopped.
        Checked.check(reading.protocol(), Profiles.newest()).assertViolated(Property.NO_USE_AFTER_FREE);
    }

    @Test
    void aDefinedKthreadWorkerIsReadyBeforeInit() {
        CReading reading = read("""
                static DEFINE_KTHREAD_WORKER(worker);
                static struct task_struct *task;
                static void work(struct kthread_work *unused) { }
                static DEFINE_KTHREAD_WORK(item, work);

                static int __init test_init(void)
                {
                    task = kthread_run(kthread_worker_fn, &worker, "worker");
                    if (IS_ERR(task))
                        return PTR_ERR(task);
                    kthread_queue_work(&worker, &item);
                    return 0;
                }

                static void __exit test_exit(void)
                {
                    kthread_flush_worker(&worker);
                    kthread_stop(task);
                }

                module_init(test_init);
                module_exit(test_exit);
                """);
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void aMessageAboutAnErrorYieldsIt() {
        CReading reading = around("""
                static int prepare(void)
                {
                    int err = fetch();

                    if (err)
                        return dev_err_probe(device, err, "none");
                    return dev_err_probe(device, -ENOMEM, "none");
                }
                static int worker(void *data)
                {
                    int err = prepare();

                    return err;
                }
                """);
        assertThat(statements(reading, "worker")).contains("    err = err_2;", "  err = -ENOMEM;");
    }

    @Test
    void moduleInitNeedsNoSemicolon() {
        CReading reading = read("""
                static DECLARE_COMPLETION(done);
                static int start(void)
                {
                    wait_for_completion(&done);
                    return 0;
                }
                static void stop(void)
                {
                    complete(&done);
                }
                module_init(start)
                module_exit(stop)
                """);
        assertThat(unmodelled(reading)).isEmpty();
        assertThat(statements(reading, "modprobe")).contains("wait_for_completion(&done);", "complete(&done);");
    }

    @Test
    void whatIsAskedOfTimersAndFlushedOfCachesDoesNothing() {
        CReading reading = around("""
                static struct hrtimer timer;
                static int worker(void *data)
                {
                    if (!hrtimer_active(&timer))
                        flush_dcache_page(data);
                    flush_work_of_mine(data);
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).containsExactly("test.c:8: flush_work_of_mine() is not modelled");
    }
}
