/*
 * The thread waits for work first, and takes the mutex when it has some.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/wait.h>

static struct task_struct *task;
static struct dentry *file;
static bool work;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DEFINE_MUTEX(lock);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(queue, work || kthread_should_stop());
		mutex_lock(&lock);
		work = false;
		mutex_unlock(&lock);
	}
	return 0;
}

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	work = true;
	mutex_unlock(&lock);
	wake_up(&queue);
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
MODULE_DESCRIPTION("The thread takes a mutex in the middle of going to sleep");
MODULE_LICENSE("GPL");
