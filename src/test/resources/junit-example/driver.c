// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

/* Sets its state after the test: kthread_stop() in between wakes a thread that does not sleep yet. */
static int pump(void *data)
{
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
	return 0;
}

static int __init driver_init(void)
{
	task = kthread_run(pump, NULL, "pump");
	return PTR_ERR_OR_ZERO(task);
}
module_init(driver_init);

static void __exit driver_exit(void)
{
	kthread_stop(task);
}
module_exit(driver_exit);

MODULE_LICENSE("GPL");
