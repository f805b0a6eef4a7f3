/*
 * Whoever takes the thread, under a lock, stops it.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/spinlock.h>

static struct task_struct *sync_task;
static DEFINE_SPINLOCK(pers_lock);
static bool registered = true;
static struct dentry *dir;

static int md_thread(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t action_store(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	int mine;

	mine = 0;
	spin_lock(&pers_lock);
	if (registered) {
		registered = false;
		mine = 1;
	}
	spin_unlock(&pers_lock);
	if (mine == 1)
		kthread_stop(sync_task);
	return len;
}

static ssize_t stop_array(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	int mine;

	mine = 0;
	spin_lock(&pers_lock);
	if (registered) {
		registered = false;
		mine = 1;
	}
	spin_unlock(&pers_lock);
	if (mine == 1)
		kthread_stop(sync_task);
	return len;
}

static const struct file_operations action_store_fops = {
	.owner = THIS_MODULE,
	.write = action_store,
};

static const struct file_operations stop_array_fops = {
	.owner = THIS_MODULE,
	.write = stop_array,
};

static int __init unregister_thread_init(void)
{
	sync_task = kthread_run(md_thread, NULL, "md_thread");
	if (IS_ERR(sync_task))
		return PTR_ERR(sync_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("action_store", 0200, dir, NULL, &action_store_fops);
	debugfs_create_file("stop_array", 0200, dir, NULL, &stop_array_fops);
	return 0;
}

static void __exit unregister_thread_exit(void)
{
	int mine;

	debugfs_remove(dir);
	mine = 0;
	spin_lock(&pers_lock);
	if (registered) {
		registered = false;
		mine = 1;
	}
	spin_unlock(&pers_lock);
	if (mine == 1)
		kthread_stop(sync_task);
}

module_init(unregister_thread_init);
module_exit(unregister_thread_exit);
MODULE_DESCRIPTION("md unregisters a thread from two sides");
MODULE_LICENSE("GPL");
