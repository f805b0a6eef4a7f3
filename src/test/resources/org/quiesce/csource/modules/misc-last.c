/* expected: holds */
/* The device is registered when what its users kick is there. */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static struct task_struct *task;

static int pulse_fn(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(1000);
	return 0;
}

static ssize_t pulse_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	wake_up_process(task);
	return len;
}

static const struct file_operations pulse_fops = {
	.owner = THIS_MODULE,
	.write = pulse_write,
};

static struct miscdevice pulse_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "pulse",
	.fops = &pulse_fops,
};

static int __init pulse_init(void)
{
	int err;

	task = kthread_run(pulse_fn, NULL, "pulse");
	if (IS_ERR(task))
		return PTR_ERR(task);
	err = misc_register(&pulse_dev);
	if (err)
		kthread_stop(task);
	return err;
}

static void __exit pulse_exit(void)
{
	misc_deregister(&pulse_dev);
	kthread_stop(task);
}

module_init(pulse_init);
module_exit(pulse_exit);
MODULE_LICENSE("GPL");
