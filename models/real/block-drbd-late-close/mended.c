/*
 * The worker is stopped when nothing can be queued and nothing is.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/wait.h>

struct work {
	unsigned long count;
};

static struct task_struct *worker_task;
static struct work *work;
static DEFINE_MUTEX(resources);
static bool registered = true;
static DECLARE_WAIT_QUEUE_HEAD(work_wait);
static DECLARE_WAIT_QUEUE_HEAD(flush_wait);
static bool queued;
static struct dentry *dir;

static int drbd_worker(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_idle(work_wait, queued || kthread_should_stop());
		if (queued) {
			kfree(work);
			queued = false;
			wake_up(&flush_wait);
		}
	}
	return 0;
}

static ssize_t close(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&resources);
	if (registered) {
		work = kzalloc(sizeof(*work), GFP_KERNEL);
		queued = true;
		wake_up(&work_wait);
	}
	mutex_unlock(&resources);
	return len;
}

static ssize_t take_down(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&resources);
	registered = false;
	mutex_unlock(&resources);
	wait_event(flush_wait, !queued);
	if (worker_task) {
		kthread_stop(worker_task);
		worker_task = NULL;
	}
	return len;
}

static const struct file_operations close_fops = {
	.owner = THIS_MODULE,
	.write = close,
};

static const struct file_operations take_down_fops = {
	.owner = THIS_MODULE,
	.write = take_down,
};

static int __init drbd_late_close_init(void)
{
	worker_task = kthread_run(drbd_worker, NULL, "drbd_worker");
	if (IS_ERR(worker_task))
		return PTR_ERR(worker_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("close", 0200, dir, NULL, &close_fops);
	debugfs_create_file("take_down", 0200, dir, NULL, &take_down_fops);
	return 0;
}

static void __exit drbd_late_close_exit(void)
{
	debugfs_remove(dir);
	mutex_lock(&resources);
	registered = false;
	mutex_unlock(&resources);
	wait_event(flush_wait, !queued);
	if (worker_task)
		kthread_stop(worker_task);
}

module_init(drbd_late_close_init);
module_exit(drbd_late_close_exit);
MODULE_DESCRIPTION("DRBD queues work for a worker that is gone");
MODULE_LICENSE("GPL");
