/*
 * Nothing is submitted any more when exit runs: it waits until the queue is
 * empty, then stops the thread.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_WAIT_QUEUE_HEAD(drained);
static bool item;
static struct dentry *file;

static int worker(void *data)
{
	for (;;) {
		wait_event_idle(queue, item || kthread_should_stop());
		if (kthread_should_stop())
			break;
		item = false;
		wake_up(&drained);
	}
	return 0;
}

static ssize_t submit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	item = true;
	wake_up(&queue);
	return len;
}

static const struct file_operations submit_fops = {
	.owner = THIS_MODULE,
	.write = submit,
};

static int __init queued_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("submit", 0200, NULL, NULL, &submit_fops);
	return 0;
}

static void __exit queued_exit(void)
{
	debugfs_remove(file);
wait_event(drained, !item);
	kthread_stop(task);
}

module_init(queued_init);
module_exit(queued_exit);
MODULE_DESCRIPTION("Exit waits for the thread, then stops it");
MODULE_LICENSE("GPL");
