/*
 * The thread waits for its stop, whatever it has found.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *mmp_task;
static bool rdonly;
static struct dentry *dir;

static int kmmpd(void *data)
{
	while (!(rdonly || kthread_should_stop()))
		msleep(100);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t remount(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	rdonly = true;
	return len;
}

static const struct file_operations remount_fops = {
	.owner = THIS_MODULE,
	.write = remount,
};

static int __init ext4_kmmpd_init(void)
{
	mmp_task = kthread_run(kmmpd, NULL, "kmmpd");
	if (IS_ERR(mmp_task))
		return PTR_ERR(mmp_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("remount", 0200, dir, NULL, &remount_fops);
	return 0;
}

static void __exit ext4_kmmpd_exit(void)
{
	debugfs_remove(dir);
	if (mmp_task)
		kthread_stop(mmp_task);
}

module_init(ext4_kmmpd_init);
module_exit(ext4_kmmpd_exit);
MODULE_DESCRIPTION("ext4 stops a thread that a remount has ended");
MODULE_LICENSE("GPL");
