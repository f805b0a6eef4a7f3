/*
 * The second of two resets gets -EBUSY, ignores it, and unparks the thread.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;
static struct dentry *file;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		msleep(100);
	}
	return 0;
}

static ssize_t reset(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	kthread_park(task);
	/* the device is reset here */
	kthread_unpark(task);
	return len;
}

static const struct file_operations reset_fops = {
	.owner = THIS_MODULE,
	.write = reset,
};

static int __init parkable_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("reset", 0200, NULL, NULL, &reset_fops);
	return 0;
}

static void __exit parkable_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
}

module_init(parkable_init);
module_exit(parkable_exit);
MODULE_DESCRIPTION("Two users park the thread at the same time");
MODULE_LICENSE("GPL");
