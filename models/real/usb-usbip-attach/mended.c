/*
 * Both threads are there before either runs, or neither is.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *tcp_rx;
static struct task_struct *tcp_tx;
static struct dentry *dir;

static int stub_rx(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
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
	tcp_rx = kthread_create(stub_rx, NULL, "stub_rx");
	if (IS_ERR(tcp_rx)) {
		tcp_rx = NULL;
		return -ENOMEM;
	}
	tcp_tx = kthread_create(stub_tx, NULL, "stub_tx");
	if (IS_ERR(tcp_tx)) {
		kthread_stop(tcp_rx);
		tcp_rx = NULL;
		tcp_tx = NULL;
		return -ENOMEM;
	}
	wake_up_process(tcp_rx);
	wake_up_process(tcp_tx);
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
	if (tcp_rx)
		kthread_stop(tcp_rx);
	if (tcp_tx)
		kthread_stop(tcp_tx);
}

module_init(usbip_attach_init);
module_exit(usbip_attach_exit);
MODULE_DESCRIPTION("usbip stops threads that could not be created");
MODULE_LICENSE("GPL");
