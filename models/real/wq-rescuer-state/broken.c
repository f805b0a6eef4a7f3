/*
 * The rescuer leaves in TASK_INTERRUPTIBLE.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *rescuer;

static int rescuer_thread(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	schedule();
	return 0;
}

static int __init rescuer_state_init(void)
{
	rescuer = kthread_run(rescuer_thread, NULL, "rescuer_thread");
	if (IS_ERR(rescuer))
		return PTR_ERR(rescuer);
	return 0;
}

static void __exit rescuer_state_exit(void)
{
	kthread_stop(rescuer);
}

module_init(rescuer_state_init);
module_exit(rescuer_state_exit);
MODULE_DESCRIPTION("A workqueue's rescuer leaves ready to sleep");
MODULE_LICENSE("GPL");
