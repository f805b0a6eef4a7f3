/*
 * Two writers may both find the pointer set.
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

static ssize_t disable(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (task) {
		kthread_stop(task);
		task = NULL;
	}
	return len;
}

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static int __init switchable_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("disable", 0200, NULL, NULL, &disable_fops);
	return 0;
}

static void __exit switchable_exit(void)
{
	debugfs_remove(file);
	if (task)
		kthread_stop(task);
}

module_init(switchable_init);
module_exit(switchable_exit);
MODULE_DESCRIPTION("Two users stop the thread at the same time");
MODULE_LICENSE("GPL");
