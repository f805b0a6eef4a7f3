/* expected: NoDoubleStop StopTerminates UnloadCompletes */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/task.h>

/* A link whose second thread can't be created leaves the first, which is stopped, behind. */
struct link {
	struct mutex lock;
	struct task_struct *rx;
	struct task_struct *tx;
};

static struct link link;

static int link_rx(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static int link_tx(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static void link_stop(struct link *l)
{
	mutex_lock(&l->lock);
	if (l->rx) {
		kthread_stop(l->rx);
		put_task_struct(l->rx);
		l->rx = NULL;
	}
	if (l->tx) {
		kthread_stop(l->tx);
		put_task_struct(l->tx);
		l->tx = NULL;
	}
	mutex_unlock(&l->lock);
}

static int link_start(struct link *l)
{
	struct task_struct *rx, *tx;
	int err = 0;

	mutex_lock(&l->lock);
	if (l->rx)
		goto out;
	rx = kthread_create(link_rx, l, "link_rx");
	if (IS_ERR(rx)) {
		err = PTR_ERR(rx);
		goto out;
	}
	l->rx = get_task_struct(rx);
	tx = kthread_create(link_tx, l, "link_tx");
	if (IS_ERR(tx)) {
		err = PTR_ERR(tx);
		kthread_stop(rx);
		goto out;
	}
	l->tx = get_task_struct(tx);
	wake_up_process(rx);
	wake_up_process(tx);
out:
	mutex_unlock(&l->lock);
	return err;
}

static ssize_t link_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	int err = link_start(&link);

	return err ? err : len;
}

static const struct file_operations link_fops = {
	.owner = THIS_MODULE,
	.write = link_write,
};

static struct miscdevice link_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "link",
	.fops = &link_fops,
};

static int __init link_init(void)
{
	mutex_init(&link.lock);
	return misc_register(&link_misc);
}

static void __exit link_exit(void)
{
	misc_deregister(&link_misc);
	link_stop(&link);
}

module_init(link_init);
module_exit(link_exit);
MODULE_LICENSE("GPL");
