/*
 * The two calls do not know of each other.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *gc_task;
static struct dentry *dir;

static int gc_thread(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t remount(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (gc_task) {
		kthread_stop(gc_task);
		gc_task = NULL;
	}
	return len;
}

static ssize_t ioc_shutdown(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (gc_task) {
		kthread_stop(gc_task);
		gc_task = NULL;
	}
	return len;
}

static const struct file_operations remount_fops = {
	.owner = THIS_MODULE,
	.write = remount,
};

static const struct file_operations ioc_shutdown_fops = {
	.owner = THIS_MODULE,
	.write = ioc_shutdown,
};

static int __init f2fs_gc_shutdown_init(void)
{
	gc_task = kthread_run(gc_thread, NULL, "gc_thread");
	if (IS_ERR(gc_task))
		return PTR_ERR(gc_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("remount", 0200, dir, NULL, &remount_fops);
	debugfs_create_file("ioc_shutdown", 0200, dir, NULL, &ioc_shutdown_fops);
	return 0;
}

static void __exit f2fs_gc_shutdown_exit(void)
{
	debugfs_remove(dir);
	if (gc_task)
		kthread_stop(gc_task);
}

module_init(f2fs_gc_shutdown_init);
module_exit(f2fs_gc_shutdown_exit);
MODULE_DESCRIPTION("f2fs stops its cleaner from two sides");
MODULE_LICENSE("GPL");
