/*
 * The thread may be anywhere when it is to be bound.
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

static int __init bound_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	kthread_bind(task, 0);
	return 0;
}

static void __exit bound_exit(void)
{
	kthread_stop(task);
}

module_init(bound_init);
module_exit(bound_exit);
MODULE_DESCRIPTION("The thread is bound when it runs already");
MODULE_LICENSE("GPL");
