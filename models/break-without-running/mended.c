/*
 * In TASK_RUNNING schedule() lets others run, and returns.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	schedule();
	return 0;
}

static int __init yielding_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit yielding_exit(void)
{
	kthread_stop(task);
}

module_init(yielding_init);
module_exit(yielding_exit);
MODULE_DESCRIPTION("The thread sets TASK_RUNNING when it leaves its loop");
MODULE_LICENSE("GPL");
