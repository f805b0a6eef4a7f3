/*
 * A stop unparks the thread, which finds its buffer freed.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct buffer {
	unsigned long polls;
};

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static struct buffer *buffer;
static bool suspended;
static struct dentry *file;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		buffer->polls++;
		msleep(100);
	}
	return 0;
}

/* The first half of a suspend and resume; the other half is left out. */
static ssize_t suspend(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (!suspended) {
		kthread_park(task);
		kfree(buffer);
		suspended = true;
	}
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations suspend_fops = {
	.owner = THIS_MODULE,
	.write = suspend,
};

static int __init suspendable_init(void)
{
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		kfree(buffer);
		return PTR_ERR(task);
	}
	file = debugfs_create_file("suspend", 0200, NULL, NULL, &suspend_fops);
	return 0;
}

static void __exit suspendable_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
	if (!suspended)
		kfree(buffer);
}

module_init(suspendable_init);
module_exit(suspendable_exit);
MODULE_DESCRIPTION("The thread goes on where it was parked");
MODULE_LICENSE("GPL");
