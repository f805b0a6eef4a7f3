package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;

/** A thread that does something with memory that is freed before it is stopped, and whether that touches the memory. */
class UsesInCTest {

    private static boolean touchesWhatIsFreed(String statement) {
        CReading reading = read("""
                #include <linux/kthread.h>
                struct part { int x; };
                struct device { int hist[4]; struct part in; struct part *tab; struct task_struct *ptrs[2]; };
                static struct device *dev;
                static struct task_struct *task;
                static int worker(void *data)
                {
                    struct device *p = data;
                    struct part *inside = &p->in;
                    int i = 0;
                    while (!kthread_should_stop()) {
                        %s
                        msleep(10);
                    }
                    return 0;
                }
                static int __init test_init(void)
                {
                    dev = kzalloc(sizeof(*dev), GFP_KERNEL);
                    if (!dev)
                        return -ENOMEM;
                    task = kthread_run(worker, dev, "worker");
                    if (IS_ERR(task)) {
                        kfree(dev);
                        return PTR_ERR(task);
                    }
                    return 0;
                }
                static void __exit test_exit(void) { kfree(dev); kthread_stop(task); }
                module_init(test_init);
                module_exit(test_exit);
                """.formatted(statement));
        return Checked.check(reading.protocol(), Profiles.newest()).violates(Property.NO_USE_AFTER_FREE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p->hist[3] = 1;", "i = p->hist[3];", "p->hist[i]++;", "memset(p, 0, sizeof(*p));", "do_it(p);",
            "inside->x++;", "p->tab[1].x = 3;", "p->in.x = 1;", "(*p).in.x = 1;", "if (p->hist[1] == 3) i++;",
            "dev_write(0, p->hist, 4);"})
    void touches(String statement) {
        assertThat(touchesWhatIsFreed(statement)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"i++;", "i = sizeof(p->hist[0]);", "inside = &p->in;", "set_drvdata(p);", "if (!p) i++;"})
    void doesNotTouch(String statement) {
        assertThat(touchesWhatIsFreed(statement)).isFalse();
    }
}
