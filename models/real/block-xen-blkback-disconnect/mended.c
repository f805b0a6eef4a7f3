/*
 * Whoever stops the thread clears the pointer.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *xenblkd;
static struct dentry *dir;

static bool fault;
module_param(fault, bool, 0600);

static bool frontend_ready(void)
{
	return READ_ONCE(fault);
}

static int xen_blkif_schedule(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t disconnect(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (xenblkd) {
		kthread_stop(xenblkd);
		xenblkd = NULL;
	}
	return len;
}

static const struct file_operations disconnect_fops = {
	.owner = THIS_MODULE,
	.write = disconnect,
};

static int __init xen_blkback_disconnect_init(void)
{
	xenblkd = kthread_create(xen_blkif_schedule, NULL, "xen_blkif_schedule");
	if (IS_ERR(xenblkd))
		return PTR_ERR(xenblkd);
	if (frontend_ready())
		wake_up_process(xenblkd);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("disconnect", 0200, dir, NULL, &disconnect_fops);
	return 0;
}

static void __exit xen_blkback_disconnect_exit(void)
{
	debugfs_remove(dir);
	if (xenblkd) {
		kthread_stop(xenblkd);
		xenblkd = NULL;
	}
}

module_init(xen_blkback_disconnect_init);
module_exit(xen_blkback_disconnect_exit);
MODULE_DESCRIPTION("xen-blkback leaves it to its thread to forget the thread");
MODULE_LICENSE("GPL");
