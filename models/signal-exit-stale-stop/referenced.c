/*
 * A thread that has returned may be stopped by who holds a reference on it.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

static struct task_struct *task;

static int worker(void *data)
{
	allow_signal(SIGTERM);
	while (!kthread_should_stop()) {
		if (signal_pending(current))
			return -EINTR;
		msleep_interruptible(100);
	}
	return 0;
}

static int __init signalled_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void __exit signalled_exit(void)
{
	send_sig(SIGTERM, task, 1);
	kthread_stop(task);
	put_task_struct(task);
}

module_init(signalled_init);
module_exit(signalled_exit);
MODULE_DESCRIPTION("Exit holds a reference on the thread that it signals and stops");
MODULE_LICENSE("GPL");
