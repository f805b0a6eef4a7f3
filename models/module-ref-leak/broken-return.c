/*
 * The thread returns, and nobody drops the reference that init took for it.
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

static ssize_t disable(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (task) {
		kthread_stop(task);
		task = NULL;
	}
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static int __init pinned_init(void)
{
	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		module_put(THIS_MODULE);
		return PTR_ERR(task);
	}
	file = debugfs_create_file("disable", 0200, NULL, NULL, &disable_fops);
	return 0;
}

static void __exit pinned_exit(void)
{
	debugfs_remove(file);
	/* the thread held a reference: it was stopped */
}

module_init(pinned_init);
module_exit(pinned_exit);
MODULE_DESCRIPTION("The thread returns without dropping its module reference");
MODULE_LICENSE("GPL");
