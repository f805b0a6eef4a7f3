/*
 * A user task has no struct kthread, so there is no bit to test.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	while (!kthread_should_stop())
		msleep(100);
	return len;
}

static const struct file_operations device_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "quiesce",
	.fops = &device_fops,
};

static int __init polling_init(void)
{
	int ret = misc_register(&device);

	return ret;
}

static void __exit polling_exit(void)
{
	misc_deregister(&device);
}

module_init(polling_init);
module_exit(polling_exit);
MODULE_DESCRIPTION("A user task waits for a stop of itself");
MODULE_LICENSE("GPL");
