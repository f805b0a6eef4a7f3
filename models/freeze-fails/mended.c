/*
 * The thread looks at every turn whether it should freeze.
 */
#include <linux/delay.h>
#include <linux/freezer.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	set_freezable();
	while (!kthread_should_stop()) {
		try_to_freeze();
		msleep(100);
	}
	return 0;
}

static int __init suspended_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit suspended_exit(void)
{
	kthread_stop(task);
}

module_init(suspended_init);
module_exit(suspended_exit);
MODULE_DESCRIPTION("A freezable thread freezes");
MODULE_LICENSE("GPL");
