/*
 * The thread looks for work, then sets its state.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *writeback_task;
static bool detaching;
static DECLARE_COMPLETION(detached);
static struct dentry *dir;

static int writeback_thread(void *data)
{
	for (;;) {
		if (!detaching) {
			set_current_state(TASK_INTERRUPTIBLE);
			if (kthread_should_stop())
				break;
			schedule();
			continue;
		}
		detaching = false;
		complete(&detached);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t detach(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	detaching = true;
	wake_up_process(writeback_task);
	wait_for_completion(&detached);
	return len;
}

static const struct file_operations detach_fops = {
	.owner = THIS_MODULE,
	.write = detach,
};

static int __init bcache_detach_init(void)
{
	writeback_task = kthread_run(writeback_thread, NULL, "writeback_thread");
	if (IS_ERR(writeback_task))
		return PTR_ERR(writeback_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("detach", 0200, dir, NULL, &detach_fops);
	return 0;
}

static void __exit bcache_detach_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(writeback_task);
}

module_init(bcache_detach_init);
module_exit(bcache_detach_exit);
MODULE_DESCRIPTION("bcache's writeback thread sleeps over a detach");
MODULE_LICENSE("GPL");
