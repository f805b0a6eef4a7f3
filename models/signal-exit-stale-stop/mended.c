/*
 * Nothing but a stop ends the thread. A signal that is not flushed would end every
 * later sleep at once.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/signal.h>

static struct task_struct *task;

static int worker(void *data)
{
	allow_signal(SIGTERM);
	while (!kthread_should_stop()) {
		if (signal_pending(current))
			flush_signals(current);
		msleep_interruptible(100);
	}
	return 0;
}

static int __init signalled_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit signalled_exit(void)
{
	send_sig(SIGTERM, task, 1);
	kthread_stop(task);
}

module_init(signalled_init);
module_exit(signalled_exit);
MODULE_DESCRIPTION("A signal wakes the thread, a stop ends it");
MODULE_LICENSE("GPL");
