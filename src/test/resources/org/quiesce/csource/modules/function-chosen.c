/* expected: holds */
/* A parameter says which of two functions the thread runs. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>

static bool fast;
module_param(fast, bool, 0444);

static struct task_struct *task;

static int poll_slow(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int poll_fast(void *data)
{
	while (!kthread_should_stop())
		cond_resched();
	return 0;
}

static int __init poll_init(void)
{
	task = kthread_run(fast ? poll_fast : poll_slow, NULL, "poll");
	return PTR_ERR_OR_ZERO(task);
}

static void __exit poll_exit(void)
{
	kthread_stop(task);
}

module_init(poll_init);
module_exit(poll_exit);
MODULE_LICENSE("GPL");
