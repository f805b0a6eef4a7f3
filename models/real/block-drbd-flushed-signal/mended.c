/*
 * The worker sends, looks at its state, and sleeps.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

static struct task_struct *worker_task;
static bool exiting;
static DECLARE_COMPLETION(started);
static DECLARE_COMPLETION(stopped);

static bool fault;
module_param(fault, bool, 0600);

static bool barrier_due(void)
{
	return READ_ONCE(fault);
}

static int drbd_worker(void *data)
{
	allow_signal(SIGTERM);
	complete(&started);
	while (!exiting) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (barrier_due())
			flush_signals(current);
		if (exiting)
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	kthread_complete_and_exit(&stopped, 0);
}

static int __init drbd_flushed_signal_init(void)
{
	worker_task = kthread_create(drbd_worker, NULL, "drbd_worker");
	if (IS_ERR(worker_task))
		return PTR_ERR(worker_task);
	get_task_struct(worker_task);
	wake_up_process(worker_task);
	wait_for_completion(&started);
	return 0;
}

static void __exit drbd_flushed_signal_exit(void)
{
	exiting = true;
	send_sig(SIGTERM, worker_task, 1);
	wait_for_completion(&stopped);
	put_task_struct(worker_task);
}

module_init(drbd_flushed_signal_init);
module_exit(drbd_flushed_signal_exit);
MODULE_DESCRIPTION("DRBD's worker flushes the signal that told it to stop");
MODULE_LICENSE("GPL");
