/*
 * The thread holds a reference on the module. But that of a module whose
 * init fails is not asked for: its text is freed at once.
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
	msleep(100);
	module_put_and_kthread_exit(0);
}

static int __init lasting_init(void)
{
	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		module_put(THIS_MODULE);
		return PTR_ERR(task);
	}
	if (misc_register(&device) < 0)
		return -ENODEV;
	return 0;
}

static void __exit lasting_exit(void)
{
	misc_deregister(&device);
	/* the thread held a reference: it has ended */
}

module_init(lasting_init);
module_exit(lasting_exit);
MODULE_DESCRIPTION("A failing init relies on the thread's module reference");
MODULE_LICENSE("GPL");
