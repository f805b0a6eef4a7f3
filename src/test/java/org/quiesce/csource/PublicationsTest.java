package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.read;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.csource.Abstraction.Kind;

/** Memory that a local pointer gets, and a shared one from it when others may have looked already. */
class PublicationsTest {

    private static final String START = "task = kthread_run(worker, d, \"worker\");";

    /** What is said of the shared pointer, of a module whose init is as given. */
    private static String said(String worker, String init) {
        CReading reading = read("""
                #include <linux/kthread.h>
                struct device { int x; };
                static struct device *dev;
                static struct task_struct *task;
                static int worker(void *data)
                {
                    struct device *mine = data;
                    while (!kthread_should_stop()) {
                        %s
                        msleep(10);
                    }
                    return 0;
                }
                static struct device *make(void) { return kzalloc(sizeof(struct device), GFP_KERNEL); }
                static void start(void *d) { task = kthread_run(worker, d, "worker"); }
                static int __init test_init(void)
                {
                    struct device *d;
                    %s
                    return 0;
                }
                static void __exit test_exit(void) { kthread_stop(task); kfree(dev); }
                module_init(test_init);
                module_exit(test_exit);
                """.formatted(worker, init));
        return reading.abstractions().stream()
                .filter(a -> a.what().startsWith("that 'dev' leads to its memory"))
                .map(Abstraction::kind).map(Kind::word).findFirst().orElse("nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "d = kzalloc(sizeof(*d), GFP_KERNEL); " + START + " dev = d;",
        "d = make(); " + START + " dev = d;",
        "d = kzalloc(sizeof(*d), GFP_KERNEL); start(d); dev = d;",
        "d = kzalloc(sizeof(*d), GFP_KERNEL); task = kthread_create(worker, d, \"w\"); wake_up_process(task); dev = d;"})
    void setOnceTheThreadRuns(String init) {
        assertThat(said("dev->x++;", init)).isEqualTo("unmodelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "d = kzalloc(sizeof(*d), GFP_KERNEL); dev = d; " + START,
        "d = make(); dev = d; start(d);",
        "d = kzalloc(sizeof(*d), GFP_KERNEL); task = kthread_create(worker, d, \"w\"); dev = d; wake_up_process(task);",
        "d = kzalloc(sizeof(*d), GFP_KERNEL); if (setup(d)) { kfree(d); return -EIO; } dev = d; " + START,
        START + " dev = kzalloc(sizeof(*d), GFP_KERNEL);"})
    void setBeforeAnybodyLooks(String init) {
        assertThat(said("dev->x++;", init)).isEqualTo("nothing");
    }

    @Test
    void whoHasAnotherPointerToTheMemoryDoesNotLook() {
        assertThat(said("mine->x++;", "d = make(); " + START + " dev = d;")).isEqualTo("nothing");
    }

    @Test
    void freedBeforeItIsSetBesideAThread() {
        assertThat(said("if (dev) dev->x++;", START + " d = make(); if (setup(d)) { kfree(d); return -EIO; } dev = d;"))
                .isEqualTo("unguarded");
    }
}
