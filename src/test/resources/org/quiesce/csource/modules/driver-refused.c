/* expected: holds */
/* Where the registration of the driver fails, nothing was probed. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/delay.h>
#include <linux/platform_device.h>

static struct task_struct *task;
static int worker(void *d)
{
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}

static int p_probe(struct platform_device *pdev)
{
	task = kthread_run(worker, NULL, "p");
	return PTR_ERR_OR_ZERO(task);
}

static void p_remove(struct platform_device *pdev)
{
	kthread_stop(task);
}

static struct platform_driver drv = { .probe = p_probe, .remove = p_remove, .driver = { .name = "p" } };
static int __init test_init(void)
{
	int ret;

	ret = platform_driver_register(&drv);
	if (ret)
		return ret;
	return 0;
}

static void __exit test_exit(void)
{
	platform_driver_unregister(&drv);
}

module_init(test_init);
module_exit(test_exit);
MODULE_LICENSE("GPL");
