/*
 * The callback counts down, then wakes the thread.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *dealloc_task;
static DECLARE_WAIT_QUEUE_HEAD(dealloc_wq);
static int inflight;
static struct dentry *dir;

static int dealloc_kthread(void *data)
{
	while (!(kthread_should_stop() && !(inflight > 0)))
		wait_event_interruptible(dealloc_wq, kthread_should_stop() && !(inflight > 0));
	return 0;
}

static ssize_t transmit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	inflight++;
	inflight--;
	wake_up(&dealloc_wq);
	return len;
}

static ssize_t disconnect(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (dealloc_task) {
		kthread_stop(dealloc_task);
		dealloc_task = NULL;
	}
	return len;
}

static const struct file_operations transmit_fops = {
	.owner = THIS_MODULE,
	.write = transmit,
};

static const struct file_operations disconnect_fops = {
	.owner = THIS_MODULE,
	.write = disconnect,
};

static int __init xen_netback_dealloc_init(void)
{
	dealloc_task = kthread_run(dealloc_kthread, NULL, "dealloc_kthread");
	if (IS_ERR(dealloc_task))
		return PTR_ERR(dealloc_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("transmit", 0200, dir, NULL, &transmit_fops);
	debugfs_create_file("disconnect", 0200, dir, NULL, &disconnect_fops);
	return 0;
}

static void __exit xen_netback_dealloc_exit(void)
{
	debugfs_remove(dir);
	if (dealloc_task)
		kthread_stop(dealloc_task);
}

module_init(xen_netback_dealloc_init);
module_exit(xen_netback_dealloc_exit);
MODULE_DESCRIPTION("xen-netback wakes a thread, then does what it waits for");
MODULE_LICENSE("GPL");
