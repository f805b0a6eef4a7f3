/*
 * Without an owner an open file does not keep the module loaded, and
 * misc_deregister() does not wait for it.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int release(struct inode *inode, struct file *file)
{
	/* wait until the device has sent what was written */
	msleep(100);
	return 0;
}

static const struct file_operations device_fops = {
	.release = release,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "quiesce",
	.fops = &device_fops,
};

static int __init closing_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	if (misc_register(&device) < 0) {
		kthread_stop(task);
		return -ENODEV;
	}
	return 0;
}

static void __exit closing_exit(void)
{
	misc_deregister(&device);
	kthread_stop(task);
}

module_init(closing_init);
module_exit(closing_exit);
MODULE_DESCRIPTION("A file without an owner is closed while its module is unloaded");
MODULE_LICENSE("GPL");
