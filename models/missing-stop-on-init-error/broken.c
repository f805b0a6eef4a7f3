/*
 * Init fails after it has started a thread. Exit is not called then, and the
 * text is freed at once.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static struct task_struct *task;

static const struct file_operations device_fops = { .owner = THIS_MODULE };
static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "quiesce",
	.fops = &device_fops,
};

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init registering_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	if (misc_register(&device) < 0)
		return -ENODEV;
	return 0;
}

static void __exit registering_exit(void)
{
	misc_deregister(&device);
	kthread_stop(task);
}

module_init(registering_init);
module_exit(registering_exit);
MODULE_DESCRIPTION("A failing init does not stop the thread");
MODULE_LICENSE("GPL");
