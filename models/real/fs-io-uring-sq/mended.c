/*
 * Whoever parks the thread waits until its function has begun.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *sq_task;
static DECLARE_COMPLETION(started);

static int sq_thread(void *data)
{
	complete(&started);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_park())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	kthread_parkme();
	return 0;
}

static int __init io_uring_sq_init(void)
{
	sq_task = kthread_run(sq_thread, NULL, "sq_thread");
	if (IS_ERR(sq_task))
		return PTR_ERR(sq_task);
	return 0;
}

static void __exit io_uring_sq_exit(void)
{
	wait_for_completion(&started);
	kthread_park(sq_task);
	kthread_stop(sq_task);
}

module_init(io_uring_sq_init);
module_exit(io_uring_sq_exit);
MODULE_DESCRIPTION("io_uring parks a thread before that has begun");
MODULE_LICENSE("GPL");
