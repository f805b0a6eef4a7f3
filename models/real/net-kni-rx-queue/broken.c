/*
 * Nobody empties the queue after the stop.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct mbuf {
	unsigned long count;
};

static struct task_struct *kni_task;
static struct mbuf *mbuf;
static bool queued;
static struct dentry *dir;

static int kni_thread(void *data)
{
	while (!kthread_should_stop()) {
		if (queued) {
			queued = false;
			kfree(mbuf);
		}
		msleep(100);
	}
	return 0;
}

static ssize_t transmit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mbuf = kzalloc(sizeof(*mbuf), GFP_KERNEL);
	if (!mbuf)
		return -ENOMEM;
	queued = true;
	return len;
}

static const struct file_operations transmit_fops = {
	.owner = THIS_MODULE,
	.write = transmit,
};

static int __init kni_rx_queue_init(void)
{
	kni_task = kthread_run(kni_thread, NULL, "kni_thread");
	if (IS_ERR(kni_task))
		return PTR_ERR(kni_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("transmit", 0200, dir, NULL, &transmit_fops);
	return 0;
}

static void __exit kni_rx_queue_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(kni_task);
}

module_init(kni_rx_queue_init);
module_exit(kni_rx_queue_exit);
MODULE_DESCRIPTION("KNI leaves packets in the queue of a stopped thread");
MODULE_LICENSE("GPL");
