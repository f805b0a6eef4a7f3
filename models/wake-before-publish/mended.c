/*
 * A thread that is woken finds what it was woken for.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/wait.h>

static struct task_struct *task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static DEFINE_MUTEX(lock);
static bool work;
static struct dentry *file;

static int worker(void *data)
{
	for (;;) {
		wait_event_idle(queue, work || kthread_should_stop());
		if (kthread_should_stop())
			break;
		work = false;
		complete(&done);
	}
	return 0;
}

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	work = true;
	wake_up(&queue);
	wait_for_completion(&done);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static int __init serving_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("request", 0200, NULL, NULL, &request_fops);
	return 0;
}

static void __exit serving_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
}

module_init(serving_init);
module_exit(serving_exit);
MODULE_DESCRIPTION("The request sets the flag, then wakes the thread");
MODULE_LICENSE("GPL");
