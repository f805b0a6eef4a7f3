/*
 * With an exit function the module can be unloaded, and has the thread stopped.
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

static int __init polling_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit polling_exit(void)
{
	kthread_stop(task);
}

module_init(polling_init);
module_exit(polling_exit);
MODULE_DESCRIPTION("A module with a thread and an exit function");
MODULE_LICENSE("GPL");
