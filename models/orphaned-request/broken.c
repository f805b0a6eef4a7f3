/*
 * A request that is queued when the thread sees the stop stays in the queue.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/wait.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static atomic_t items;
static struct dentry *dir;

static int worker(void *data)
{
	for (;;) {
		wait_event_idle(queue, atomic_read(&items) > 0 || kthread_should_stop());
		if (kthread_should_stop())
			break;
		atomic_dec(&items);
		complete(&done);
	}
	return 0;
}

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (!task) {
		mutex_unlock(&lock);
		return -ENODEV;
	}
	atomic_inc(&items);
	wake_up(&queue);
	mutex_unlock(&lock);
	wait_for_completion(&done);
	return len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static ssize_t disable(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (task) {
		kthread_stop(task);
		task = NULL;
	}
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static int __init answering_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	dir = debugfs_create_dir("answering", NULL);
	debugfs_create_file("request", 0200, dir, NULL, &request_fops);
	debugfs_create_file("disable", 0200, dir, NULL, &disable_fops);
	return 0;
}

static void __exit answering_exit(void)
{
	debugfs_remove(dir);
	if (task)
		kthread_stop(task);
}

module_init(answering_init);
module_exit(answering_exit);
MODULE_DESCRIPTION("The thread leaves requests behind");
MODULE_LICENSE("GPL");
