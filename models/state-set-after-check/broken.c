/*
 * Test, state, sleep: a wake between test and state is lost. From Linux 6.1 on
 * an interruptible sleep is refused after a stop.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		/* a stop that comes now wakes a thread that is not asleep */
		set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
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
MODULE_DESCRIPTION("The thread tests for the stop before it sets its sleep state");
MODULE_LICENSE("GPL");
