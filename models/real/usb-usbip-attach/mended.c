/*
 * An attach is through when a shutdown comes, or has not begun.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/task.h>
#include <linux/workqueue.h>

static struct task_struct *tcp_rx;
static struct task_struct *tcp_tx;
/* Those of an attach that is under way. */
static struct task_struct *rx, *tx;
static DEFINE_MUTEX(sysfs_lock);
static struct dentry *dir;

static void event(struct work_struct *unused)
{
	mutex_lock(&sysfs_lock);
	if (tcp_rx) {
		kthread_stop(tcp_rx);
		put_task_struct(tcp_rx);
		tcp_rx = NULL;
	}
	if (tcp_tx) {
		kthread_stop(tcp_tx);
		put_task_struct(tcp_tx);
		tcp_tx = NULL;
	}
	mutex_unlock(&sysfs_lock);
}

static DECLARE_WORK(event_work, event);

/* The connection is lost at once. */
static int stub_rx(void *data)
{
	schedule_work(&event_work);
	return 0;
}

static int stub_tx(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t attach(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&sysfs_lock);
	rx = kthread_create(stub_rx, NULL, "stub_rx");
	if (IS_ERR(rx)) {
		mutex_unlock(&sysfs_lock);
		return PTR_ERR(rx);
	}
	tx = kthread_create(stub_tx, NULL, "stub_tx");
	if (IS_ERR(tx)) {
		kthread_stop(rx);
		mutex_unlock(&sysfs_lock);
		return PTR_ERR(tx);
	}
	get_task_struct(rx);
	get_task_struct(tx);
	tcp_rx = rx;
	tcp_tx = tx;
	wake_up_process(tcp_rx);
	wake_up_process(tcp_tx);
	mutex_unlock(&sysfs_lock);
	return len;
}

static const struct file_operations attach_fops = {
	.owner = THIS_MODULE,
	.write = attach,
};

static int __init usbip_attach_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("attach", 0200, dir, NULL, &attach_fops);
	return 0;
}

static void __exit usbip_attach_exit(void)
{
	debugfs_remove(dir);
	schedule_work(&event_work);
	flush_work(&event_work);
	cancel_work_sync(&event_work);
}

module_init(usbip_attach_init);
module_exit(usbip_attach_exit);
MODULE_DESCRIPTION("usbip keeps an attach and a shutdown apart");
MODULE_LICENSE("GPL");
