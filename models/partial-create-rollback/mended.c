/*
 * Init stops what it has created: the first thread, and nothing else.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *first;
static struct task_struct *second;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init creating_init(void)
{
	first = kthread_run(worker, NULL, "worker");
	if (IS_ERR(first))
		return PTR_ERR(first);
	second = kthread_run(worker, NULL, "worker");
	if (IS_ERR(second)) {
		kthread_stop(first);
		return PTR_ERR(second);
	}
	return 0;
}

static void __exit creating_exit(void)
{
	kthread_stop(first);
	kthread_stop(second);
}

module_init(creating_init);
module_exit(creating_exit);
MODULE_DESCRIPTION("A failing creation undoes the one before it");
MODULE_LICENSE("GPL");
