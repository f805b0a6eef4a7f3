package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SharedObject.Ordering;

/** How many items of a workqueue of a C file run at a time, and what of its flags is not modelled. */
class WorkqueuesInCTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "alloc_workqueue(\"q\", 0, 0)                 | CONCURRENT | ",
            "alloc_workqueue(\"q\", WQ_UNBOUND, 0)        | CONCURRENT | ",
            "alloc_workqueue(\"q\", WQ_UNBOUND, 1)        | ORDERED    | ",
            "alloc_ordered_workqueue(\"q\", 0)            | ORDERED    | ",
            "create_singlethread_workqueue(\"q\")         | ORDERED    | ",
            "alloc_workqueue(\"q\", 0, 1)                 | CONCURRENT | max_active is 1",
            "alloc_workqueue(\"q\", WQ_FREEZABLE, 0)      | CONCURRENT | freezable workqueue",
            "alloc_ordered_workqueue(\"q\", WQ_FREEZABLE) | ORDERED    | freezable workqueue"
    })
    void isOrderedOrNotAndSaysWhatIsNotModelled(String allocated, Ordering ordering, String unmodelled) {
        CReading reading = Module.around("""
                static struct workqueue_struct *jobs;
                static void run(struct work_struct *work) { }
                static DECLARE_WORK(job, run);
                static int worker(void *data)
                {
                    jobs = %s;
                    if (!jobs)
                        return 0;
                    queue_work(jobs, &job);
                    destroy_workqueue(jobs);
                    return 0;
                }
                """.formatted(allocated));
        assertThat(reading.protocol().objects(SharedObject.Workqueue.class))
                .extracting(SharedObject.Workqueue::ordering).containsExactly(ordering);
        if (unmodelled == null) {
            assertThat(Module.unmodelled(reading))
                    .noneMatch(line -> line.contains("max_active") || line.contains("freezable"));
        } else {
            assertThat(Module.unmodelled(reading)).anySatisfy(line -> assertThat(line).contains(unmodelled));
        }
    }
}
