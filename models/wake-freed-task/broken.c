/*
 * Between the test and the wake another user may stop the thread.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static bool enabled = true;
static struct dentry *dir;

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		/* somebody woke us: work */
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t kick(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (enabled)
		wake_up_process(task);
	return len;
}

static ssize_t disable(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (enabled) {
		enabled = false;
		kthread_stop(task);
	}
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations kick_fops = {
	.owner = THIS_MODULE,
	.write = kick,
};

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static int __init kickable_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("kick", 0200, dir, NULL, &kick_fops);
	debugfs_create_file("disable", 0200, dir, NULL, &disable_fops);
	return 0;
}

static void __exit kickable_exit(void)
{
	debugfs_remove(dir);
	if (enabled)
		kthread_stop(task);
}

module_init(kickable_init);
module_exit(kickable_exit);
MODULE_DESCRIPTION("A user wakes a thread that another has stopped");
MODULE_LICENSE("GPL");
