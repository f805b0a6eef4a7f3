/*
 * While the item is cancelled nobody can queue it. Up to Linux 6.9
 * mod_delayed_work() takes it for pending then, and from 6.10 on it does not.
 */
#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

static DECLARE_WAIT_QUEUE_HEAD(idle);
static atomic_t items;
static struct dentry *dir;

static void item(struct work_struct *unused)
{
	atomic_dec(&items);
	wake_up(&idle);
}

static DECLARE_DELAYED_WORK(work, item);

static ssize_t submit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	atomic_inc(&items);
	if (mod_delayed_work(system_wq, &work, HZ))
		atomic_dec(&items);
	return len;
}

static const struct file_operations submit_fops = {
	.owner = THIS_MODULE,
	.write = submit,
};

static ssize_t cancel(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (cancel_delayed_work_sync(&work))
		atomic_dec(&items);
	return len;
}

static const struct file_operations cancel_fops = {
	.owner = THIS_MODULE,
	.write = cancel,
};

static int __init counted_init(void)
{
	atomic_inc(&items);
	schedule_delayed_work(&work, HZ);
	dir = debugfs_create_dir("counted", NULL);
	debugfs_create_file("submit", 0200, dir, NULL, &submit_fops);
	debugfs_create_file("cancel", 0200, dir, NULL, &cancel_fops);
	return 0;
}

static void __exit counted_exit(void)
{
	debugfs_remove(dir);
	if (cancel_delayed_work_sync(&work))
		atomic_dec(&items);
	wait_event(idle, atomic_read(&items) == 0);
}

module_init(counted_init);
module_exit(counted_exit);
MODULE_DESCRIPTION("Exit waits for an item that was counted and not queued");
MODULE_LICENSE("GPL");
