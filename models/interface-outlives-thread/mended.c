/*
 * The device is unbound: requests are refused, and the one that is under
 * way is waited for; then the thread is stopped.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

static struct task_struct *task;
static DEFINE_MUTEX(binding);
static DEFINE_MUTEX(lock);
static bool bound = true;
static bool work;
static DECLARE_COMPLETION(done);
static struct dentry *dir;

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
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

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (bound) {
		work = true;
		wake_up_process(task);
		wait_for_completion(&done);
	}
	mutex_unlock(&lock);
	return len;
}

static ssize_t unbind(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&binding);
	if (bound) {
		mutex_lock(&lock);
		bound = false;
		mutex_unlock(&lock);
		kthread_stop(task);
	}
	mutex_unlock(&binding);
	return len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static const struct file_operations unbind_fops = {
	.owner = THIS_MODULE,
	.write = unbind,
};

static int __init serving_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("request", 0200, dir, NULL, &request_fops);
	debugfs_create_file("unbind", 0200, dir, NULL, &unbind_fops);
	return 0;
}

static void __exit serving_exit(void)
{
	debugfs_remove(dir);
	if (bound)
		kthread_stop(task);
}

module_init(serving_init);
module_exit(serving_exit);
MODULE_DESCRIPTION("The thread is stopped when no request comes in any more");
MODULE_LICENSE("GPL");
