/*
 * The thread looks at its own flag, which exit clears too late.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;
static bool running = true;

static int worker(void *data)
{
	while (READ_ONCE(running))
		msleep(100);
	return 0;
}

static int __init flagged_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit flagged_exit(void)
{
	kthread_stop(task);
	WRITE_ONCE(running, false);
}

module_init(flagged_init);
module_exit(flagged_exit);
MODULE_DESCRIPTION("The thread looks at a flag of its own, not at the stop");
MODULE_LICENSE("GPL");
