/*
 * Resume queues the monitor.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct devfreq {
	unsigned long count;
};

static struct workqueue_struct *devfreq_wq;
static struct devfreq *devfreq;
static bool removed;
static struct dentry *dir;

static void devfreq_monitor(struct work_struct *unused);
static DECLARE_DELAYED_WORK(monitor, devfreq_monitor);

static void devfreq_monitor(struct work_struct *unused)
{
	devfreq->count++;
	queue_delayed_work(devfreq_wq, &monitor, HZ);
}

static ssize_t resume(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	queue_delayed_work(devfreq_wq, &monitor, HZ);
	return len;
}

static ssize_t remove(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	cancel_delayed_work_sync(&monitor);
	kfree(devfreq);
	removed = true;
	return len;
}

static const struct file_operations resume_fops = {
	.owner = THIS_MODULE,
	.write = resume,
};

static const struct file_operations remove_fops = {
	.owner = THIS_MODULE,
	.write = remove,
};

static int __init devfreq_monitor_init(void)
{
	devfreq = kzalloc(sizeof(*devfreq), GFP_KERNEL);
	if (!devfreq)
		return -ENOMEM;
	devfreq_wq = alloc_workqueue("devfreq_wq", 0, 0);
	if (!devfreq_wq) {
		kfree(devfreq);
		return -ENOMEM;
	}
	queue_delayed_work(devfreq_wq, &monitor, HZ);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("resume", 0200, dir, NULL, &resume_fops);
	debugfs_create_file("remove", 0200, dir, NULL, &remove_fops);
	return 0;
}

static void __exit devfreq_monitor_exit(void)
{
	debugfs_remove(dir);
	cancel_delayed_work_sync(&monitor);
	destroy_workqueue(devfreq_wq);
	if (!removed)
		kfree(devfreq);
}

module_init(devfreq_monitor_init);
module_exit(devfreq_monitor_exit);
MODULE_DESCRIPTION("devfreq resumes a monitor that is being removed");
MODULE_LICENSE("GPL");
