/*
 * After a failed reset the thread stays parked.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static DEFINE_MUTEX(request_lock);
static DECLARE_COMPLETION(done);
static bool work;
static struct dentry *dir;

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		if (kthread_should_park()) {
			kthread_parkme();
			continue;
		}
		if (!work) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		work = false;
		complete(&done);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t reset(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	kthread_park(task);
	if (device_failed()) {
		mutex_unlock(&lock);
		return -ENODEV;
	}
	kthread_unpark(task);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations reset_fops = {
	.owner = THIS_MODULE,
	.write = reset,
};

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&request_lock);
	work = true;
	wake_up_process(task);
	wait_for_completion(&done);
	mutex_unlock(&request_lock);
	return len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static int __init resettable_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	dir = debugfs_create_dir("resettable", NULL);
	debugfs_create_file("reset", 0200, dir, NULL, &reset_fops);
	debugfs_create_file("request", 0200, dir, NULL, &request_fops);
	return 0;
}

static void __exit resettable_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(task);
}

module_init(resettable_init);
module_exit(resettable_exit);
MODULE_DESCRIPTION("A failing reset leaves the thread parked");
MODULE_LICENSE("GPL");
