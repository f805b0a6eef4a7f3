/*
 * A request to park that comes after the stop has looked for one parks the
 * thread for good.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task.h>

static struct task_struct *task;
static bool stopped;
static struct dentry *dir;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		msleep(100);
	}
	return 0;
}

static ssize_t pause(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	kthread_park(task);
	return len;
}

static const struct file_operations pause_fops = {
	.owner = THIS_MODULE,
	.write = pause,
};

static ssize_t disable(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (!stopped) {
		kthread_stop(task);
		stopped = true;
	}
	return len;
}

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static int __init stoppable_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	dir = debugfs_create_dir("stoppable", NULL);
	debugfs_create_file("pause", 0200, dir, NULL, &pause_fops);
	debugfs_create_file("disable", 0200, dir, NULL, &disable_fops);
	return 0;
}

static void __exit stoppable_exit(void)
{
	debugfs_remove(dir);
	if (!stopped)
		kthread_stop(task);
	put_task_struct(task);
}

module_init(stoppable_init);
module_exit(stoppable_exit);
MODULE_DESCRIPTION("One user parks the thread while another one stops it");
MODULE_LICENSE("GPL");
