/*
 * Without polling there is no thread, and exit stops NULL.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static bool polling;
module_param(polling, bool, 0400);

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init optional_init(void)
{
	if (polling) {
		task = kthread_run(worker, NULL, "worker");
		if (IS_ERR(task))
			return PTR_ERR(task);
	}
	return 0;
}

static void __exit optional_exit(void)
{
	kthread_stop(task);
}

module_init(optional_init);
module_exit(optional_exit);
MODULE_DESCRIPTION("Exit stops a thread that was never created");
MODULE_LICENSE("GPL");
