/*
 * A stop is a wake too: schedule() returns, and there is no item.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct item {
	unsigned long served;
};

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static struct item *item;
static bool work;
static struct dentry *file;

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		work = false;
		item->served++;
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* The first request allocates the item; later ones use it again. */
static ssize_t submit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (!item) {
		item = kzalloc(sizeof(*item), GFP_KERNEL);
		if (!item) {
			mutex_unlock(&lock);
			return -ENOMEM;
		}
	}
	work = true;
	wake_up_process(task);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations submit_fops = {
	.owner = THIS_MODULE,
	.write = submit,
};

static int __init submitted_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("submit", 0200, NULL, NULL, &submit_fops);
	return 0;
}

static void __exit submitted_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
	kfree(item);
}

module_init(submitted_init);
module_exit(submitted_exit);
MODULE_DESCRIPTION("The thread takes every wake for work");
MODULE_LICENSE("GPL");
