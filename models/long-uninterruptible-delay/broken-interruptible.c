/*
 * The thread does something every ten minutes, and sleeps until a signal comes.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		/* look after the device here */
		msleep_interruptible(600000);
	}
	return 0;
}

static int __init periodic_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit periodic_exit(void)
{
	kthread_stop(task);
}

module_init(periodic_init);
module_exit(periodic_exit);
MODULE_DESCRIPTION("The stop waits for a sleep of minutes, up to Linux 6.0");
MODULE_LICENSE("GPL");
