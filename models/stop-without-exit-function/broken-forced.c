/*
 * rmmod -f, where the kernel was built with it, frees the text under the thread.
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

module_init(polling_init);
MODULE_DESCRIPTION("A module with a thread and no exit function");
MODULE_LICENSE("GPL");
