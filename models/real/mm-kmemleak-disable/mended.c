/*
 * The thread is stopped, and tracking ends while nobody scans.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct object {
	unsigned long count;
};

static struct task_struct *scan_task;
static struct object *object;
static DEFINE_MUTEX(scan_mutex);
static bool tracking = true;
static struct dentry *dir;

static int kmemleak_scan_thread(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&scan_mutex);
		if (tracking)
			object->count++;
		mutex_unlock(&scan_mutex);
		msleep(100);
	}
	return 0;
}

static ssize_t debugfs_scan(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&scan_mutex);
	if (tracking)
		object->count++;
	mutex_unlock(&scan_mutex);
	return len;
}

static ssize_t disable(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	kthread_stop(scan_task);
	mutex_lock(&scan_mutex);
	tracking = false;
	mutex_unlock(&scan_mutex);
	kfree(object);
	return len;
}

static const struct file_operations debugfs_scan_fops = {
	.owner = THIS_MODULE,
	.write = debugfs_scan,
};

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static int __init kmemleak_disable_init(void)
{
	object = kzalloc(sizeof(*object), GFP_KERNEL);
	if (!object)
		return -ENOMEM;
	scan_task = kthread_run(kmemleak_scan_thread, NULL, "kmemleak_scan_thread");
	if (IS_ERR(scan_task)) {
		kfree(object);
		return PTR_ERR(scan_task);
	}
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("debugfs_scan", 0200, dir, NULL, &debugfs_scan_fops);
	debugfs_create_file("disable", 0200, dir, NULL, &disable_fops);
	return 0;
}

static void __exit kmemleak_disable_exit(void)
{
	debugfs_remove(dir);
	if (tracking) {
		kthread_stop(scan_task);
		kfree(object);
	}
}

module_init(kmemleak_disable_init);
module_exit(kmemleak_disable_exit);
MODULE_DESCRIPTION("kmemleak scans what it no longer tracks");
MODULE_LICENSE("GPL");
