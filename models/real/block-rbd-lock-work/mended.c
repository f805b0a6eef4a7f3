/*
 * Nothing is requeued once the lock is given up, and the work is drained then.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct rbd_dev {
	unsigned long count;
};

static struct rbd_dev *rbd_dev;
static DECLARE_RWSEM(lock_rwsem);
static bool lock_wanted = true;
static bool delayed = true;
static bool unmapped;
static struct dentry *dir;

static void lock_work(struct work_struct *unused)
{
	delayed = false;
	rbd_dev->count++;
}

static DECLARE_WORK(lock_work_work, lock_work);

static ssize_t notify(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	down_read(&lock_rwsem);
	if (lock_wanted) {
		if (delayed)
			schedule_work(&lock_work_work);
	}
	up_read(&lock_rwsem);
	return len;
}

static ssize_t unmap(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	down_write(&lock_rwsem);
	lock_wanted = false;
	up_write(&lock_rwsem);
	cancel_work_sync(&lock_work_work);
	kfree(rbd_dev);
	unmapped = true;
	return len;
}

static const struct file_operations notify_fops = {
	.owner = THIS_MODULE,
	.write = notify,
};

static const struct file_operations unmap_fops = {
	.owner = THIS_MODULE,
	.write = unmap,
};

static int __init rbd_lock_work_init(void)
{
	rbd_dev = kzalloc(sizeof(*rbd_dev), GFP_KERNEL);
	if (!rbd_dev)
		return -ENOMEM;
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("notify", 0200, dir, NULL, &notify_fops);
	debugfs_create_file("unmap", 0200, dir, NULL, &unmap_fops);
	return 0;
}

static void __exit rbd_lock_work_exit(void)
{
	debugfs_remove(dir);
	cancel_work_sync(&lock_work_work);
	if (!unmapped)
		kfree(rbd_dev);
}

module_init(rbd_lock_work_init);
module_exit(rbd_lock_work_exit);
MODULE_DESCRIPTION("rbd requeues work that unmap has drained");
MODULE_LICENSE("GPL");
