/*
 * The inner loop ends on a stop, too.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

static struct task_struct *task;
static bool ready, doorbell;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		while (!READ_ONCE(ready) && !kthread_should_stop())
			WRITE_ONCE(doorbell, true);
		WRITE_ONCE(ready, false);
		msleep(100);
	}
	return 0;
}

/* The device is ready: # echo > /sys/module/.../parameters/device */
static int device(const char *val, const struct kernel_param *kp)
{
	WRITE_ONCE(ready, true);
	return 0;
}

static const struct kernel_param_ops device_ops = { .set = device };
module_param_cb(device, &device_ops, NULL, 0200);

static int __init polling_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit polling_exit(void)
{
	kthread_stop(task);
}

module_init(polling_init);
module_exit(polling_exit);
MODULE_DESCRIPTION("The thread polls a device and looks for the stop");
MODULE_LICENSE("GPL");
