/*
 * A request raises a softirq, ksoftirqd handles it and queues an item, kworker
 * takes the item and completes the request. ksoftirqd can sleep over both a
 * softirq and a stop.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

static struct task_struct *ksoftirqd_task, *kworker_task;
static bool softirq;
static atomic_t items;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static DEFINE_MUTEX(lock);
static struct dentry *file;

/* Tests for a softirq first: one raised right after the test is slept over. */
static int ksoftirqd(void *data)
{
	while (!kthread_should_stop()) {
		if (!softirq) {
			set_current_state(TASK_INTERRUPTIBLE);
			schedule();
			continue;
		}
		softirq = false;
		atomic_inc(&items);
		wake_up(&queue);
	}
	return 0;
}

/* Drains the queue; leaves when it is asked to and the queue is empty. */
static int kworker(void *data)
{
	for (;;) {
		wait_event_interruptible(queue, atomic_read(&items) > 0 || kthread_should_stop());
		if (!(atomic_read(&items) > 0))
			break;
		atomic_dec(&items);
		complete(&done);
	}
	return 0;
}

/* A kernel thread has no mm: the answer is copied by the task that asked. */
static ssize_t request(struct file *f, char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	softirq = true;
	wake_up_process(ksoftirqd_task);
	wait_for_completion(&done);
	mutex_unlock(&lock);
	if (len && copy_to_user(buf, "y", 1))
		return -EFAULT;
	return !!len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.read = request,
};

static int __init pipeline_init(void)
{
	ksoftirqd_task = kthread_create(ksoftirqd, NULL, "ksoftirqd");
	if (IS_ERR(ksoftirqd_task))
		return PTR_ERR(ksoftirqd_task);
	kthread_bind(ksoftirqd_task, 0);
	kworker_task = kthread_run(kworker, NULL, "kworker");
	if (IS_ERR(kworker_task)) {
		kthread_stop(ksoftirqd_task);
		return PTR_ERR(kworker_task);
	}
	wake_up_process(ksoftirqd_task);
	file = debugfs_create_file("request", 0400, NULL, NULL, &request_fops);
	return 0;
}

static void __exit pipeline_exit(void)
{
	debugfs_remove(file);
	kthread_stop(ksoftirqd_task);
	kthread_stop(kworker_task);
}

module_init(pipeline_init);
module_exit(pipeline_exit);
MODULE_DESCRIPTION("A softirq thread that feeds a worker thread");
MODULE_LICENSE("GPL");
