/*
 * Exit stops the thread before the text goes.
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

static int __init poller_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit poller_exit(void)
{
	kthread_stop(task);
}

module_init(poller_init);
module_exit(poller_exit);
MODULE_DESCRIPTION("Exit stops the thread");
MODULE_LICENSE("GPL");
