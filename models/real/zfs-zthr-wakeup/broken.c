/*
 * Nothing keeps test and wake together.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct zthr {
	unsigned long count;
};

static struct task_struct *zthr_task;
static struct zthr *zthr;
static bool initialized = true;
static struct dentry *dir;

static int arc_evict_zthr(void *data)
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

static ssize_t wait_for_eviction(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (initialized) {
		zthr->count++;
		wake_up_process(zthr_task);
	}
	return len;
}

static ssize_t arc_fini(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	initialized = false;
	kthread_stop(zthr_task);
	kfree(zthr);
	return len;
}

static const struct file_operations wait_for_eviction_fops = {
	.owner = THIS_MODULE,
	.write = wait_for_eviction,
};

static const struct file_operations arc_fini_fops = {
	.owner = THIS_MODULE,
	.write = arc_fini,
};

static int __init zthr_wakeup_init(void)
{
	zthr = kzalloc(sizeof(*zthr), GFP_KERNEL);
	if (!zthr)
		return -ENOMEM;
	zthr_task = kthread_run(arc_evict_zthr, NULL, "arc_evict_zthr");
	if (IS_ERR(zthr_task)) {
		kfree(zthr);
		return PTR_ERR(zthr_task);
	}
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("wait_for_eviction", 0200, dir, NULL, &wait_for_eviction_fops);
	debugfs_create_file("arc_fini", 0200, dir, NULL, &arc_fini_fops);
	return 0;
}

static void __exit zthr_wakeup_exit(void)
{
	debugfs_remove(dir);
	if (initialized) {
		kthread_stop(zthr_task);
		kfree(zthr);
	}
}

module_init(zthr_wakeup_init);
module_exit(zthr_wakeup_exit);
MODULE_DESCRIPTION("ZFS wakes a thread that it has torn down");
MODULE_LICENSE("GPL");
