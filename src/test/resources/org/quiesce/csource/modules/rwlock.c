/* expected: holds */
/* Readers look at a buffer under a rwlock, and a writer takes it away. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/delay.h>
#include <linux/miscdevice.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static struct task_struct *task;
static DEFINE_RWLOCK(lock);
static int *buf;
static int worker(void *d)
{
	while (!kthread_should_stop()) {
		read_lock(&lock);
		if (buf)
			*buf = 1;
		read_unlock(&lock);
		msleep(10);
	}
	return 0;
}

static long w_ioctl(struct file *f, unsigned int cmd, unsigned long arg)
{
	int *old;

	write_lock(&lock);
	old = buf;
	buf = NULL;
	write_unlock(&lock);
	kfree(old);
	return 0;
}

static const struct file_operations fops = { .owner = THIS_MODULE, .unlocked_ioctl = w_ioctl };
static struct miscdevice dev = { .minor = MISC_DYNAMIC_MINOR, .name = "w", .fops = &fops };
static int __init test_init(void)
{
	int ret;

	buf = kmalloc(16, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		kfree(buf);
		return PTR_ERR(task);
	}
	ret = misc_register(&dev);
	if (ret) {
		kthread_stop(task);
		kfree(buf);
	}
	return ret;
}

static void __exit test_exit(void)
{
	misc_deregister(&dev);
	kthread_stop(task);
	kfree(buf);
}

module_init(test_init);
module_exit(test_exit);
MODULE_LICENSE("GPL");
