/*
 * rmmod says that the module is in use, and will say so for ever.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	module_put_and_kthread_exit(0);
}

static int __init pinned_init(void)
{
	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		module_put(THIS_MODULE);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit pinned_exit(void)
{
	kthread_stop(task);
}

module_init(pinned_init);
module_exit(pinned_exit);
MODULE_DESCRIPTION("A thread holds its module until exit stops it");
MODULE_LICENSE("GPL");
