/* expected: holds */
/* A thread that a signal ends, and a reference that keeps its task for the stop. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/signal.h>

static struct task_struct *task;

static int listener(void *data)
{
	allow_signal(SIGTERM);
	while (!kthread_should_stop()) {
		if (signal_pending(current))
			break;
		schedule_timeout_interruptible(HZ);
	}
	return 0;
}

static int __init listener_init(void)
{
	task = kthread_create(listener, NULL, "listener");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void __exit listener_exit(void)
{
	send_sig(SIGTERM, task, 1);
	kthread_stop(task);
	put_task_struct(task);
}

module_init(listener_init);
module_exit(listener_exit);
MODULE_LICENSE("GPL");
