/*
 * A thread that was never woken is stopped like any other.
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
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init created_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	if (misc_register(&device) < 0) {
		kthread_stop(task);
		return -ENODEV;
	}
	wake_up_process(task);
	return 0;
}

static void __exit created_exit(void)
{
	misc_deregister(&device);
	kthread_stop(task);
}

module_init(created_init);
module_exit(created_exit);
MODULE_DESCRIPTION("A thread that is not needed is stopped before its first wake");
MODULE_LICENSE("GPL");
