/*
 * The stop is the only signal to end.
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

static int __init flagged_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit flagged_exit(void)
{
	kthread_stop(task);
}

module_init(flagged_init);
module_exit(flagged_exit);
MODULE_DESCRIPTION("The thread tests for the stop");
MODULE_LICENSE("GPL");
