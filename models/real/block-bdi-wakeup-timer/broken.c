/*
 * The flusher is stopped, then the timer deleted.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/timer.h>

static struct task_struct *wb_task;
static struct dentry *dir;

static void wakeup_timer(struct timer_list *unused)
{
	wake_up_process(wb_task);
}

static DEFINE_TIMER(wakeup_timer_timer, wakeup_timer);

static int bdi_writeback_thread(void *data)
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

static ssize_t dirty_inode(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mod_timer(&wakeup_timer_timer, jiffies + HZ);
	return len;
}

static const struct file_operations dirty_inode_fops = {
	.owner = THIS_MODULE,
	.write = dirty_inode,
};

static int __init bdi_wakeup_timer_init(void)
{
	wb_task = kthread_run(bdi_writeback_thread, NULL, "bdi_writeback_thread");
	if (IS_ERR(wb_task))
		return PTR_ERR(wb_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("dirty_inode", 0200, dir, NULL, &dirty_inode_fops);
	return 0;
}

static void __exit bdi_wakeup_timer_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(wb_task);
	timer_delete_sync(&wakeup_timer_timer);
}

module_init(bdi_wakeup_timer_init);
module_exit(bdi_wakeup_timer_exit);
MODULE_DESCRIPTION("A timer wakes a flusher thread that is stopped");
MODULE_LICENSE("GPL");
