/*
 * The semaphore counts work, and a stop is none. Up to Linux 6.0 it does not end
 * the wait; later it does, because it makes a signal pending.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/semaphore.h>

static struct task_struct *task;
static struct semaphore items;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (down_interruptible(&items))
			continue;
		/* do one piece of work */
	}
	return 0;
}

/* The device has work: # echo > /sys/module/.../parameters/device */
static int device(const char *val, const struct kernel_param *kp)
{
	up(&items);
	return 0;
}

static const struct kernel_param_ops device_ops = { .set = device };
module_param_cb(device, &device_ops, NULL, 0200);

static int __init served_init(void)
{
	sema_init(&items, 0);
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit served_exit(void)
{
	kthread_stop(task);
}

module_init(served_init);
module_exit(served_exit);
MODULE_DESCRIPTION("The thread waits for a semaphore that nobody raises for a stop");
MODULE_LICENSE("GPL");
