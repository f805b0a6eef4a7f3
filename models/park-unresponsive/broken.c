/*
 * The thread does not know that it may be asked to park.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static struct dentry *file;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t reset(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	kthread_park(task);
	/* the device is reset here */
	kthread_unpark(task);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations reset_fops = {
	.owner = THIS_MODULE,
	.write = reset,
};

static int __init pausable_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("reset", 0200, NULL, NULL, &reset_fops);
	return 0;
}

static void __exit pausable_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
}

module_init(pausable_init);
module_exit(pausable_exit);
MODULE_DESCRIPTION("A thread is to park that knows nothing about parking");
MODULE_LICENSE("GPL");
