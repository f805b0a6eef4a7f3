/*
 * wq_has_sleeper() has the full barrier: it looks after the request can be
 * seen.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/wait.h>

static struct task_struct *task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static DEFINE_MUTEX(lock);
static bool work;
static struct dentry *file;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_idle(queue, work || kthread_should_stop());
		if (work) {
			work = false;
			complete(&done);
		}
	}
	return 0;
}

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	work = true;
	if (wq_has_sleeper(&queue))
		wake_up(&queue);
	wait_for_completion(&done);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static int __init requested_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("request", 0200, NULL, NULL, &request_fops);
	return 0;
}

static void __exit requested_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
}

module_init(requested_init);
module_exit(requested_exit);
MODULE_DESCRIPTION("The waker looks for sleepers after a barrier");
MODULE_LICENSE("GPL");
