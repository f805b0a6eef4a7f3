/*
 * The thread takes the reference that is to keep its own text loaded.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	/* too late: the module may be gone before the thread first runs */
	if (!try_module_get(THIS_MODULE))
		return 0;
	msleep(100);
	module_put_and_kthread_exit(0);
}

static int __init pinned_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit pinned_exit(void)
{
	/* "the thread holds a reference" */
}

module_init(pinned_init);
module_exit(pinned_exit);
MODULE_DESCRIPTION("The thread takes its module reference itself");
MODULE_LICENSE("GPL");
