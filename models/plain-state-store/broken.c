/*
 * State, test, sleep, as it should be; but the test may be done before the
 * state can be seen. From Linux 6.1 on an interruptible sleep is refused after
 * a stop.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;

static int worker(void *data)
{
	for (;;) {
		/* a plain store: the load that follows need not wait for it */
		__set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init sleeper_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit sleeper_exit(void)
{
	kthread_stop(task);
}

module_init(sleeper_init);
module_exit(sleeper_exit);
MODULE_DESCRIPTION("The thread sets its sleep state without a barrier");
MODULE_LICENSE("GPL");
