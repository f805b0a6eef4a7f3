/*
 * A user may stop the thread; exit stops it again. The reference keeps the
 * task valid, so that the second stop waits for ever.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/task.h>

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
	kthread_stop(task);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static int __init switchable_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	file = debugfs_create_file("disable", 0200, NULL, NULL, &disable_fops);
	return 0;
}

static void __exit switchable_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
	put_task_struct(task);
}

module_init(switchable_init);
module_exit(switchable_exit);
MODULE_DESCRIPTION("Exit stops a thread that a user has stopped already");
MODULE_LICENSE("GPL");
