/*
 * A thread that was never woken sleeps until it is.
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

static int __init bound_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	kthread_bind(task, 0);
	wake_up_process(task);
	return 0;
}

static void __exit bound_exit(void)
{
	kthread_stop(task);
}

module_init(bound_init);
module_exit(bound_exit);
MODULE_DESCRIPTION("The thread is bound before it is woken");
MODULE_LICENSE("GPL");
