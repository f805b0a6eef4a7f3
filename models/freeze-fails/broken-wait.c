/*
 * The freezer wakes the thread, which finds nothing to do and waits again.
 */
#include <linux/freezer.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/wait.h>

static struct task_struct *task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool work;

static int worker(void *data)
{
	set_freezable();
	while (!kthread_should_stop()) {
		try_to_freeze();
		wait_event_interruptible(queue, work || kthread_should_stop());
		work = false;
	}
	return 0;
}

/* The device has work: # echo > /sys/module/.../parameters/device */
static int device(const char *val, const struct kernel_param *kp)
{
	work = true;
	wake_up(&queue);
	return 0;
}

static const struct kernel_param_ops device_ops = { .set = device };
module_param_cb(device, &device_ops, NULL, 0200);

static int __init suspended_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit suspended_exit(void)
{
	kthread_stop(task);
}

module_init(suspended_init);
module_exit(suspended_exit);
MODULE_DESCRIPTION("A freezable thread sleeps through the freezer's wakes");
MODULE_LICENSE("GPL");
