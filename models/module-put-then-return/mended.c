/*
 * The thread leaves module text first; core text drops its reference.
 * Linux 5.17 or later; before, the call is module_put_and_exit().
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
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
	/* the thread held a reference: it has ended */
}

module_init(pinned_init);
module_exit(pinned_exit);
MODULE_DESCRIPTION("The reference is dropped in core text");
MODULE_LICENSE("GPL");
