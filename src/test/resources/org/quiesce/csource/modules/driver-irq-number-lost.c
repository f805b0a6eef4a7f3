/* expected: NoInvalidTask */
/* A probe function that returns 0 though the number of the interrupt is that of an error, which is below 0. */
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct gauge {
	int irq;
	struct task_struct *task;
};

static struct gauge gauge;

static int gauge_poll(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int gauge_probe(struct platform_device *pdev)
{
	gauge.irq = platform_get_irq(pdev, 0);
	if (gauge.irq < 0)
		return 0;
	gauge.task = kthread_run(gauge_poll, NULL, "gauge");
	return PTR_ERR_OR_ZERO(gauge.task);
}

static void gauge_remove(struct platform_device *pdev)
{
	kthread_stop(gauge.task);
}

static struct platform_driver gauge_driver = {
	.probe = gauge_probe,
	.remove = gauge_remove,
	.driver = { .name = "gauge" },
};
module_platform_driver(gauge_driver);
MODULE_LICENSE("GPL");
