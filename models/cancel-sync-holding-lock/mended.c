/*
 * Nobody needs the lock while exit waits.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

static DEFINE_MUTEX(lock);
static struct dentry *file;

static void item(struct work_struct *work)
{
	mutex_lock(&lock);
	/* use the shared data */
	mutex_unlock(&lock);
}

static DECLARE_WORK(work, item);

static ssize_t submit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	schedule_work(&work);
	return len;
}

static const struct file_operations submit_fops = {
	.owner = THIS_MODULE,
	.write = submit,
};

static int __init locking_init(void)
{
	file = debugfs_create_file("submit", 0200, NULL, NULL, &submit_fops);
	return 0;
}

static void __exit locking_exit(void)
{
	debugfs_remove(file);
	cancel_work_sync(&work);
	mutex_lock(&lock);
	/* take the shared data apart */
	mutex_unlock(&lock);
}

module_init(locking_init);
module_exit(locking_exit);
MODULE_DESCRIPTION("Exit cancels the work item, then takes the lock");
MODULE_LICENSE("GPL");
