/* expected: holds */
/* A thread that has failed waits for its stop. */
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *monitor;

static int monitor_loop(void *unused)
{
	while (!kthread_should_stop()) {
		if (sample_sensor() < 0)
			goto failed;
		schedule_timeout_interruptible(HZ);
	}
	return 0;

failed:
	pr_err("sensor is gone\n");
	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return -EIO;
}

static int __init monitor_init(void)
{
	monitor = kthread_run(monitor_loop, NULL, "monitor");
	if (IS_ERR(monitor))
		return PTR_ERR(monitor);
	return 0;
}

static void __exit monitor_exit(void)
{
	kthread_stop(monitor);
}

module_init(monitor_init);
module_exit(monitor_exit);
MODULE_LICENSE("GPL");
