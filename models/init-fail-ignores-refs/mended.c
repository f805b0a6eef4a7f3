/*
 * The thread does not run before init can no longer fail.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *task;

static const struct file_operations device_fops = { .owner = THIS_MODULE };
static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "quiesce",
	.fops = &device_fops,
};

static int worker(void *data)
{
	msleep(100);
	module_put_and_kthread_exit(0);
}

static int __init lasting_init(void)
{
	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task)) {
		module_put(THIS_MODULE);
		return PTR_ERR(task);
	}
	if (misc_register(&device) < 0) {
		kthread_stop(task);
		module_put(THIS_MODULE);
		return -ENODEV;
	}
	wake_up_process(task);
	return 0;
}

static void __exit lasting_exit(void)
{
	misc_deregister(&device);
	/* the thread held a reference: it has ended */
}

module_init(lasting_init);
module_exit(lasting_exit);
MODULE_DESCRIPTION("Init wakes the thread when nothing can fail any more");
MODULE_LICENSE("GPL");
