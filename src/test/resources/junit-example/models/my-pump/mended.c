/*
 * my-pump: the state is set first, so that either the test sees the stop, or
 * the wake-up of the stop sees the state.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init my_pump_init(void)
{
	task = kthread_run(worker, NULL, "my_pump");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit my_pump_exit(void)
{
	kthread_stop(task);
}

module_init(my_pump_init);
module_exit(my_pump_exit);
MODULE_DESCRIPTION("my-pump: a stop that is seen");
MODULE_LICENSE("GPL");
