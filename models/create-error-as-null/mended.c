/*
 * Init tests for an error pointer.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init created_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	wake_up_process(task);
	return 0;
}

static void __exit created_exit(void)
{
	kthread_stop(task);
}

module_init(created_init);
module_exit(created_exit);
MODULE_DESCRIPTION("Init tells an error pointer from a thread");
MODULE_LICENSE("GPL");
