/*
 * The thread is parked and stopped as soon as it is there.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *sq_task;

static int sq_thread(void *data)
{
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
	kthread_park(sq_task);
	kthread_stop(sq_task);
}

module_init(io_uring_sq_init);
module_exit(io_uring_sq_exit);
MODULE_DESCRIPTION("io_uring parks a thread before that has begun");
MODULE_LICENSE("GPL");
