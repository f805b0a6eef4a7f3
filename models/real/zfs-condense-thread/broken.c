/*
 * A start looks whether work is under way.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct mapping {
	unsigned long count;
};

static struct task_struct *condense_task;
static struct mapping *mapping;
static bool condensing;

static int condense_thread(void *data)
{
	mapping->count++;
	condensing = false;
	msleep(100);
	condense_task = NULL;
	return 0;
}

static int __init condense_thread_init(void)
{
	mapping = kzalloc(sizeof(*mapping), GFP_KERNEL);
	if (!mapping)
		return -ENOMEM;
	if (!condensing) {
		condensing = true;
		condense_task = kthread_run(condense_thread, NULL, "condense_thread");
	}
	if (!condensing) {
		condensing = true;
		condense_task = kthread_run(condense_thread, NULL, "condense_thread");
	}
	return 0;
}

static void __exit condense_thread_exit(void)
{
	while (condense_task)
		msleep(100);
	kfree(mapping);
}

module_init(condense_thread_init);
module_exit(condense_thread_exit);
MODULE_DESCRIPTION("ZFS has two answers to whether a thread runs");
MODULE_LICENSE("GPL");
