package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.around;
import static org.quiesce.csource.Module.unmodelled;

import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;

/** Memory of which there may be more than one piece at a time. */
class SeveralTest {

    @Test
    void whatTheTurnsOfALoopFreeIsNotToldApart() {
        CReading reading = around("""
                struct item { struct list_head node; int value; };
                static LIST_HEAD(items);
                static DEFINE_SPINLOCK(lock);
                static int worker(void *data)
                {
                    struct item *item = kzalloc(sizeof(*item), GFP_KERNEL);
                    struct item *next;

                    list_add(&item->node, &items);
                    while (!kthread_should_stop())
                        msleep(100);
                    list_for_each_entry_safe(item, next, &items, node) {
                        list_del(&item->node);
                        kfree(item);
                    }
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).containsExactly(
                "test.c:8: there may be several of what is allocated for 'item', which are not told apart");
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }

    @Test
    void whatATurnAllocatesAndFreesIsOne() {
        CReading reading = around("""
                static int worker(void *data)
                {
                    while (!kthread_should_stop()) {
                        int *request = kmalloc(sizeof(*request), GFP_KERNEL);

                        if (request)
                            *request = 1;
                        msleep(100);
                        kfree(request);
                    }
                    return 0;
                }
                """);
        assertThat(unmodelled(reading)).isEmpty();
        Checked.check(reading.protocol(), Profiles.newest()).assertAllHold();
    }
}
