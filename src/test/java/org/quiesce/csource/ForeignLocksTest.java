package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;
import static org.quiesce.csource.Module.unmodelled;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.Checked;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;

/** Locks that are not of the module. */
class ForeignLocksTest {

    /** A thread that does something again and again, and an exit that stops it. */
    private static CReading module(String thread, String exit) {
        return read("""
                #include <linux/kthread.h>
                static struct task_struct *task;
                static struct device *one, *other;
                static struct panel *panel;
                static int worker(void *data)
                {
                    while (!kthread_should_stop()) {
                        %s
                        msleep(10);
                    }
                    return 0;
                }
                static int __init test_init(void)
                {
                    task = kthread_run(worker, NULL, "worker");
                    return PTR_ERR_OR_ZERO(task);
                }
                static void __exit test_exit(void)
                {
                    %s
                }
                module_init(test_init);
                module_exit(test_exit);
                """.formatted(thread, exit));
    }

    private static List<String> unguarded(CReading reading) {
        return reading.protocol().origin().orElseThrow().unguarded();
    }

    @Test
    void aLockOfTheKernelIsOne() {
        CReading held = module("device_lock(one); device_unlock(one);",
                "device_lock(one); kthread_stop(task); device_unlock(one);");
        assertThat(unmodelled(held)).isEmpty();
        assertThat(Checked.check(held.protocol(), Profiles.newest()).violates(Property.STOP_TERMINATES)).isTrue();
    }

    @Test
    void whetherTwoAreOneIsUnknown() {
        CReading held = module("device_lock(one); device_unlock(one);",
                "device_lock(other); kthread_stop(task); device_unlock(other);");
        assertThat(unmodelled(held)).containsExactly(
                "test.c:20: whether a lock that is held over kthread_stop() keeps 'worker' waiting");
        CReading released = module("device_lock(one); device_unlock(one);",
                "device_lock(other); device_unlock(other); kthread_stop(task);");
        assertThat(unmodelled(released)).isEmpty();
        assertThat(unguarded(released)).isEmpty();
    }

    @Test
    void whatALockDoesOfWhichNothingIsKnownIsToldByItsName() {
        CReading held = module("panel_lock(panel); panel_unlock(panel);",
                "panel_lock(panel); kthread_stop(task); panel_unlock(panel);");
        assertThat(unmodelled(held)).containsExactly(
                "test.c:20: whether a lock that is held over kthread_stop() keeps 'worker' waiting");
        CReading released = module("panel_lock(panel); panel_unlock(panel);",
                "panel_lock(panel); panel_unlock(panel); kthread_stop(task);");
        assertThat(unmodelled(released)).isEmpty();
        assertThat(unguarded(released)).containsExactly(
                "test.c:8: panel_lock() keeps nobody out", "test.c:20: panel_lock() keeps nobody out");
    }

    @Test
    void aLockThatACallerHoldsIsNotFollowed() {
        CReading lent = module("device_unlock(one); device_lock(one);", "kthread_stop(task);");
        assertThat(unmodelled(lent)).isEmpty();
        assertThat(unguarded(lent)).containsExactly("test.c:8: device_lock() keeps nobody out");
        Checked checked = Checked.check(lent.protocol(), Profiles.newest());
        assertThat(Property.of(checked.lowered())).doesNotContain(Property.LOCKS_RELEASED);
    }
}
