/*
 * A start looks whether an unmount has begun, too.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct lfsck {
	unsigned long count;
};

static struct task_struct *lfsck_task;
static struct lfsck *lfsck;
static DEFINE_MUTEX(lfsck_mutex);
static bool unmounting;
static struct dentry *dir;

static int lfsck_thread(void *data)
{
	while (!kthread_should_stop()) {
		lfsck->count++;
		msleep(100);
	}
	return 0;
}

static ssize_t start_lfsck(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lfsck_mutex);
	if (!lfsck_task && !unmounting) {
		lfsck_task = kthread_run(lfsck_thread, NULL, "lfsck_thread");
		if (IS_ERR(lfsck_task)) {
			lfsck_task = NULL;
			mutex_unlock(&lfsck_mutex);
			return -ENOMEM;
		}
	}
	mutex_unlock(&lfsck_mutex);
	return len;
}

static ssize_t umount(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lfsck_mutex);
	unmounting = true;
	if (lfsck_task) {
		kthread_stop(lfsck_task);
		lfsck_task = NULL;
	}
	mutex_unlock(&lfsck_mutex);
	kfree(lfsck);
	return len;
}

static const struct file_operations start_lfsck_fops = {
	.owner = THIS_MODULE,
	.write = start_lfsck,
};

static const struct file_operations umount_fops = {
	.owner = THIS_MODULE,
	.write = umount,
};

static int __init lfsck_start_init(void)
{
	lfsck = kzalloc(sizeof(*lfsck), GFP_KERNEL);
	if (!lfsck)
		return -ENOMEM;
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("start_lfsck", 0200, dir, NULL, &start_lfsck_fops);
	debugfs_create_file("umount", 0200, dir, NULL, &umount_fops);
	return 0;
}

static void __exit lfsck_start_exit(void)
{
	debugfs_remove(dir);
	if (lfsck_task)
		kthread_stop(lfsck_task);
	if (!unmounting)
		kfree(lfsck);
}

module_init(lfsck_start_init);
module_exit(lfsck_start_exit);
MODULE_DESCRIPTION("A check is started on a file system that is being unmounted");
MODULE_LICENSE("GPL");
