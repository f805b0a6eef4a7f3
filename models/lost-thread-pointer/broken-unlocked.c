/*
 * Two users may both find that no thread is running, and start one each.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;
static struct dentry *file;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t start(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (!task) {
		task = kthread_run(worker, NULL, "worker");
		if (IS_ERR(task))
			task = NULL;
	}
	return len;
}

static const struct file_operations start_fops = {
	.owner = THIS_MODULE,
	.write = start,
};

static int __init startable_init(void)
{
	file = debugfs_create_file("start", 0200, NULL, NULL, &start_fops);
	return 0;
}

static void __exit startable_exit(void)
{
	debugfs_remove(file);
	if (task)
		kthread_stop(task);
}

module_init(startable_init);
module_exit(startable_exit);
MODULE_DESCRIPTION("Two starts at the same time forget a thread");
MODULE_LICENSE("GPL");
