/*
 * Init tests for an error pointer and fails.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init checked_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit checked_exit(void)
{
	kthread_stop(task);
}

module_init(checked_init);
module_exit(checked_exit);
MODULE_DESCRIPTION("Init fails without its thread");
MODULE_LICENSE("GPL");
