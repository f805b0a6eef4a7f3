/*
 * my-pump: the thread tests for the stop before it sets its sleep state, and
 * so sleeps over a stop, or a request, that comes in between.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		schedule();
	}
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
MODULE_DESCRIPTION("my-pump: a stop that is slept over");
MODULE_LICENSE("GPL");
