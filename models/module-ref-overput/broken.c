/*
 * The thread drops its reference, and so does who has stopped it.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	module_put_and_kthread_exit(0);
}

static ssize_t disable(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	if (task) {
		kthread_stop(task);
		module_put(THIS_MODULE);
		task = NULL;
	}
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations disable_fops = {
	.owner = THIS_MODULE,
	.write = disable,
};

static struct miscdevice disable_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "disable",
	.fops = &disable_fops,
};

static int __init pinned_init(void)
{
	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		module_put(THIS_MODULE);
		return PTR_ERR(task);
	}
	misc_register(&disable_device);
	return 0;
}

static void __exit pinned_exit(void)
{
	misc_deregister(&disable_device);
	/* the thread held a reference: it was stopped */
}

module_init(pinned_init);
module_exit(pinned_exit);
MODULE_DESCRIPTION("The thread's module reference is dropped twice");
MODULE_LICENSE("GPL");
