/* expected: holds */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
struct pump { struct task_struct *task; };
static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}
static int pump_probe(struct platform_device *pdev)
{
	struct pump *p = devm_kzalloc(&pdev->dev, sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	platform_set_drvdata(pdev, p);
	p->task = kthread_run(worker, p, "pump");
	return PTR_ERR_OR_ZERO(p->task);
}
static void pump_remove(struct platform_device *pdev)
{
	struct pump *p = platform_get_drvdata(pdev);

	if (p->task)
		kthread_stop(p->task);
}
static int pump_suspend(struct device *dev)
{
	struct pump *p = dev_get_drvdata(dev);
	if (p->task)
		kthread_stop(p->task);
	p->task = NULL;
	return 0;
}
static int pump_resume(struct device *dev)
{
	struct pump *p = dev_get_drvdata(dev);
	struct task_struct *task = kthread_run(worker, p, "pump");

	if (IS_ERR(task))
		return PTR_ERR(task);
	p->task = task;
	return 0;
}
static SIMPLE_DEV_PM_OPS(pump_pm_ops, pump_suspend, pump_resume);
static struct platform_driver pump_driver = {
	.probe = pump_probe,
	.remove = pump_remove,
	.driver = { .name = "pump", .pm = &pump_pm_ops, },
};
module_platform_driver(pump_driver);
MODULE_LICENSE("GPL");
