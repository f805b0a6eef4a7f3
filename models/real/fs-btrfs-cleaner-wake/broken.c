/*
 * The cleaner is stopped, then the work ended.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

static struct task_struct *cleaner_task;
static struct dentry *dir;

static void fixup_work(struct work_struct *unused)
{
	wake_up_process(cleaner_task);
}

static DECLARE_WORK(fixup_work_work, fixup_work);

static int cleaner_kthread(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t writepage(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	schedule_work(&fixup_work_work);
	return len;
}

static const struct file_operations writepage_fops = {
	.owner = THIS_MODULE,
	.write = writepage,
};

static int __init btrfs_cleaner_wake_init(void)
{
	cleaner_task = kthread_run(cleaner_kthread, NULL, "cleaner_kthread");
	if (IS_ERR(cleaner_task))
		return PTR_ERR(cleaner_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("writepage", 0200, dir, NULL, &writepage_fops);
	return 0;
}

static void __exit btrfs_cleaner_wake_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(cleaner_task);
	cancel_work_sync(&fixup_work_work);
}

module_init(btrfs_cleaner_wake_init);
module_exit(btrfs_cleaner_wake_exit);
MODULE_DESCRIPTION("btrfs workers wake a cleaner that unmount has stopped");
MODULE_LICENSE("GPL");
