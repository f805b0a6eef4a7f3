/*
 * The thread prepares to wait, looks for a stop and sleeps.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *kswapd_task;
static struct dentry *dir;

static int kswapd(void *data)
{
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

static ssize_t page_fault(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	wake_up_process(kswapd_task);
	return len;
}

static const struct file_operations page_fault_fops = {
	.owner = THIS_MODULE,
	.write = page_fault,
};

static int __init kswapd_offline_init(void)
{
	kswapd_task = kthread_run(kswapd, NULL, "kswapd");
	if (IS_ERR(kswapd_task))
		return PTR_ERR(kswapd_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("page_fault", 0200, dir, NULL, &page_fault_fops);
	return 0;
}

static void __exit kswapd_offline_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(kswapd_task);
}

module_init(kswapd_offline_init);
module_exit(kswapd_offline_exit);
MODULE_DESCRIPTION("kswapd goes to sleep over the stop of its node");
MODULE_LICENSE("GPL");
