package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quiesce.report.Ink.Colour;
import org.quiesce.report.Ink.Letters;
import org.quiesce.trace.Story;
import org.quiesce.trace.Story.Scene;

class LanesTest {

    private static final Story SPINNING = Story.of(Samples.DEAF, Samples.spinning());
    private static final Story TWO_STEPS = Story.of(Samples.LOWERED, Samples.twoSteps());

    @Test
    void fiveLanesAndALoopFitEightyColumns() {
        assertThat(Ink.PLAIN.write(Lanes.draw(SPINNING, Set.of(16), 80))).isEqualTo("""
                      deaf_worker1
                      │       deaf_worker2
                      │       │       modprobe
                      │       │       │       read
                      │       │       │       │       device
                   1                  ● 5  first = kthread_run(deaf_worker, NULL,
                                      │      "deaf_worker");
                                      │    creates a thread of deaf_worker
                   2                  ●    wakes the new thread, but
                                      │    deaf_worker1 is not asleep
                   3                  ●    stores the pointer in first
                                      │    → first = deaf_worker1
                   4                  ● 6  second = kthread_run(deaf_worker, NULL,
                                      │      "deaf_worker");
                                      │    creates a thread of deaf_worker
                   5                  ●    wakes the new thread, but
                                      │    deaf_worker2 is not asleep
                   6                  ●    stores the pointer in second
                                      │    → second = deaf_worker2
                   7                  ● 7  return 0;  │
                                      │    init returns → module = live
                                      │               │
                   8  ●    kthread()  │               │
                      │    tests KTHREAD_SHOULD_STOP before
                      │    its thread function        │
                      │               │               │
                   9  │               │               ● 12 busy = true;
                      │               │               │    sets busy → busy = true
                      │               │
                  10  │               │       ●    read()
                      │               │       │    a user calls into the module
                  11  │               │       ● 10 mutex_lock(&lock);
                      │               │       │    takes lock → lock = read
                  12  │               │       ● 11 mutex_unlock(&lock);
                      │               │       │    releases lock → lock = none
                  13  │               │       ●    read()
                      │               │       │    the call returns to user space
                      │               │
                  14  │               ●    delete_module()
                      │               │    somebody unloads the module; its
                      │               │    exit is called
                      │               │    → module = going
                  15  │               ● 8  kthread_stop(first);
                      │               │    reads first
                  16  │               ◆    sets KTHREAD_SHOULD_STOP
                      │               │    → shouldStop[deaf_worker1] = true
                      │               │
                  17  ● 2  busy = true;
                      │    sets busy  │
                  18  ● 3  busy = false;
                      │    clears busy → busy = false
                      │               │
                ┌ 19  │               ● 8  kthread_stop(first);
                │     │               │    wakes the thread, but deaf_worker1
                │     │               │    is not asleep
                │     │               ┊
                │ 20  ● 2  busy = true;
                │     │    sets busy → busy = true
                │     │               ┊
                │ 21  │       ● 2  busy = true;
                │     │       │    sets busy
                │     │       │       ┊
                │ 22  ● 3  busy = false;
                │     │    clears busy → busy = false
                └ from here on it repeats from 19, for ever
                """);
    }

    @Test
    void noRowIsWiderThanAskedFor() {
        for (int width : List.of(38, 45, 52, 60, 66, 80, 100, 120)) {
            assertThat(Lanes.draw(SPINNING, Set.of(16), width)).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void withoutRoomForLanesTheStepsAreListedUnderWhoTakesThem() {
        List<Line> drawn = Lanes.draw(SPINNING, Set.of(16), 38);
        String text = Ink.PLAIN.write(drawn);
        assertThat(text).startsWith("""
                      modprobe
                   1  5  first =
                           kthread_run(deaf_worker,
                           NULL, "deaf_worker");
                         creates a thread of
                         deaf_worker
                   2     wakes the new thread, but
                         deaf_worker1 is not asleep
                   3     stores the pointer in first
                         → first = deaf_worker1
                """);
        assertThat(text).endsWith("""
                      modprobe
                ┌ 19  8  kthread_stop(first);
                │        wakes the thread, but
                │        deaf_worker1 is not asleep
                │     deaf_worker1
                │ 20  2  busy = true;
                │        sets busy → busy = true
                │     deaf_worker2
                │ 21  2  busy = true;
                │        sets busy
                │     deaf_worker1
                │ 22  3  busy = false;
                │        clears busy → busy = false
                └ from here on it repeats from 19, for
                  ever
                """);
        for (Scene scene : SPINNING.scenes()) {
            assertThat(drawn).anyMatch(l -> l.toString().matches("[┌│ ]* *" + scene.number() + "[◆ ] .*"));
        }
    }

    @Test
    void asciiKeepsTheColumns() {
        assertThat(new Ink(Letters.ASCII, Colour.OFF).write(Lanes.draw(TWO_STEPS, Set.of(2), 80))).isEqualTo("""
                     modprobe
                     |
                  1  * 6 task = kthread_run(worker, NULL, "worker");
                     |   creates a thread of worker
                  2  #   stores the pointer in task > task = ERR
                """);
    }

    @Test
    void coloursMarkCodeAndWhereItGoesWrong() {
        assertThat(new Ink(Letters.UNICODE, Colour.ON).write(Lanes.draw(TWO_STEPS, Set.of(2), 80))).isEqualTo("""
                     \u001b[1mmodprobe\u001b[0m
                     \u001b[2m│\u001b[0m
                  \u001b[2m1\u001b[0m  ● \u001b[2m6\u001b[0m \u001b[1mtask = kthread_run(worker, NULL, "worker");\u001b[0m
                     \u001b[2m│\u001b[0m   creates a thread of worker
                  \u001b[2m2\u001b[0m  \u001b[1;31m◆\u001b[0m   stores the pointer in task\u001b[2m → task = ERR\u001b[0m
                """);
    }
}
