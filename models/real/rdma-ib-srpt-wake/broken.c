/*
 * The thread is woken after the lock.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static struct task_struct *ch_task;
static DEFINE_SPINLOCK(ch_lock);
static bool disconnecting;
static bool released;
static struct dentry *dir;

static int srpt_thread(void *data)
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

static ssize_t release_channel(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	int gone;

	gone = 0;
	spin_lock(&ch_lock);
	if (disconnecting)
		gone = 1;
	spin_unlock(&ch_lock);
	if (gone == 1) {
		kthread_stop(ch_task);
		released = true;
	}
	return len;
}

static ssize_t disconnect(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	spin_lock(&ch_lock);
	disconnecting = true;
	spin_unlock(&ch_lock);
	wake_up_process(ch_task);
	return len;
}

static const struct file_operations release_channel_fops = {
	.owner = THIS_MODULE,
	.write = release_channel,
};

static const struct file_operations disconnect_fops = {
	.owner = THIS_MODULE,
	.write = disconnect,
};

static int __init ib_srpt_wake_init(void)
{
	ch_task = kthread_run(srpt_thread, NULL, "srpt_thread");
	if (IS_ERR(ch_task))
		return PTR_ERR(ch_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("release_channel", 0200, dir, NULL, &release_channel_fops);
	debugfs_create_file("disconnect", 0200, dir, NULL, &disconnect_fops);
	return 0;
}

static void __exit ib_srpt_wake_exit(void)
{
	debugfs_remove(dir);
	if (!released)
		kthread_stop(ch_task);
}

module_init(ib_srpt_wake_init);
module_exit(ib_srpt_wake_exit);
MODULE_DESCRIPTION("ib_srpt wakes a thread that its state has released");
MODULE_LICENSE("GPL");
