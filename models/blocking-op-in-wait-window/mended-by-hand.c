/*
 * The thread looks for work without the mutex, and is TASK_RUNNING again
 * before it takes that.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static struct task_struct *task;
static struct dentry *file;
static bool work;
static DEFINE_MUTEX(lock);

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		if (!READ_ONCE(work)) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		mutex_lock(&lock);
		work = false;
		mutex_unlock(&lock);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	WRITE_ONCE(work, true);
	mutex_unlock(&lock);
	wake_up_process(task);
	return len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static int __init guarded_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("request", 0200, NULL, NULL, &request_fops);
	return 0;
}

static void __exit guarded_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
}

module_init(guarded_init);
module_exit(guarded_exit);
MODULE_DESCRIPTION("The thread is TASK_RUNNING again before it takes the mutex");
MODULE_LICENSE("GPL");
