/*
 * The thread does not end before it is stopped.
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

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		if (device_failed())
			break;
		msleep(100);
	}
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		msleep(100);
	}
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

static int __init failing_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	file = debugfs_create_file("reset", 0200, NULL, NULL, &reset_fops);
	return 0;
}

static void __exit failing_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
	put_task_struct(task);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("The thread waits for its stop, and parks meanwhile");
MODULE_LICENSE("GPL");
