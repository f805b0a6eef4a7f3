/*
 * The cleaner is parked, then the work waited for.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

static struct task_struct *cleaner_task;
static DECLARE_WAIT_QUEUE_HEAD(iputs_wait);
static bool delayed_iputs;
static struct dentry *dir;

static void reclaim_work(struct work_struct *unused)
{
	wait_event(iputs_wait, !delayed_iputs);
}

static DECLARE_WORK(reclaim_work_work, reclaim_work);

static int cleaner_kthread(void *data)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park()) {
			kthread_parkme();
			continue;
		}
		delayed_iputs = false;
		wake_up(&iputs_wait);
		msleep(100);
	}
	return 0;
}

static ssize_t ordered_extent(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	delayed_iputs = true;
	schedule_work(&reclaim_work_work);
	return len;
}

static const struct file_operations ordered_extent_fops = {
	.owner = THIS_MODULE,
	.write = ordered_extent,
};

static int __init btrfs_reclaim_park_init(void)
{
	cleaner_task = kthread_run(cleaner_kthread, NULL, "cleaner_kthread");
	if (IS_ERR(cleaner_task))
		return PTR_ERR(cleaner_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("ordered_extent", 0200, dir, NULL, &ordered_extent_fops);
	return 0;
}

static void __exit btrfs_reclaim_park_exit(void)
{
	debugfs_remove(dir);
	kthread_park(cleaner_task);
	cancel_work_sync(&reclaim_work_work);
	kthread_stop(cleaner_task);
}

module_init(btrfs_reclaim_park_init);
module_exit(btrfs_reclaim_park_exit);
MODULE_DESCRIPTION("btrfs waits for what a parked cleaner would do");
MODULE_LICENSE("GPL");
