/*
 * A first kernel thread that nobody stops: a second after rmmod it returns
 * from schedule_timeout() into text that is gone.
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
		schedule_timeout(HZ);
		/* one second has passed, or somebody woke us: work */
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init first_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	wake_up_process(task);
	return 0;
}

static void __exit first_exit(void)
{
	/* the thread is forgotten */
}

module_init(first_init);
module_exit(first_exit);
MODULE_DESCRIPTION("A first kernel thread");
MODULE_LICENSE("GPL");
