/*
 * A pool has one thread for as long as it lives.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/wait.h>

struct mapping {
	unsigned long count;
};

static struct task_struct *condense_task;
static struct mapping *mapping;
static bool condensing;
static DECLARE_WAIT_QUEUE_HEAD(zthr_wait);

static int condense_thread(void *data)
{
	for (;;) {
		wait_event_idle(zthr_wait, condensing || kthread_should_stop());
		if (kthread_should_stop())
			break;
		mapping->count++;
		condensing = false;
	}
	return 0;
}

static int __init condense_thread_init(void)
{
	mapping = kzalloc(sizeof(*mapping), GFP_KERNEL);
	if (!mapping)
		return -ENOMEM;
	condense_task = kthread_run(condense_thread, NULL, "condense_thread");
	if (IS_ERR(condense_task)) {
		kfree(mapping);
		return PTR_ERR(condense_task);
	}
	condensing = true;
	wake_up(&zthr_wait);
	return 0;
}

static void __exit condense_thread_exit(void)
{
	kthread_stop(condense_task);
	kfree(mapping);
}

module_init(condense_thread_init);
module_exit(condense_thread_exit);
MODULE_DESCRIPTION("ZFS has two answers to whether a thread runs");
MODULE_LICENSE("GPL");
