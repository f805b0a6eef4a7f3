/* expected: NoCodeAfterUnload */
/* The thread is started before the driver is registered, and stays if that fails. */
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
	return 0;
}

static void p_remove(struct platform_device *pdev)
{
}

static struct platform_driver drv = { .probe = p_probe, .remove = p_remove, .driver = { .name = "p" } };
static int __init test_init(void)
{
	int ret;

	task = kthread_run(worker, NULL, "p");
	if (IS_ERR(task))
		return PTR_ERR(task);
	ret = platform_driver_register(&drv);
	if (ret)
		return ret;
	return 0;
}

static void __exit test_exit(void)
{
	platform_driver_unregister(&drv);
	kthread_stop(task);
}

module_init(test_init);
module_exit(test_exit);
MODULE_LICENSE("GPL");
