/*
 * An item that is being cancelled can't be queued again, and so it ends.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

static DEFINE_MUTEX(lock);
static struct dentry *file;

static void item(struct work_struct *work)
{
	if (!mutex_trylock(&lock)) {
		schedule_work(work);
	} else {
		/* use the shared data */
		mutex_unlock(&lock);
	}
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
	mutex_lock(&lock);
	cancel_work_sync(&work);
	/* take the shared data apart */
	mutex_unlock(&lock);
}

module_init(locking_init);
module_exit(locking_exit);
MODULE_DESCRIPTION("The work item does not wait for the lock");
MODULE_LICENSE("GPL");
