/* expected: holds */
/* A device that is allocated in probe is published to a field of a struct of a header, and tested before that. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

struct gauge {
	struct task_struct *task;
	unsigned long reads;
};

static int gauge_fn(void *data)
{
	struct gauge *gauge = data;

	while (!kthread_should_stop()) {
		gauge->reads++;
		msleep(100);
	}
	return 0;
}

static int gauge_probe(struct platform_device *pdev)
{
	struct gauge *gauge = kzalloc(sizeof(*gauge), GFP_KERNEL);

	if (!gauge)
		return -ENOMEM;
	pdev->dev.driver_data = gauge;
	gauge->task = kthread_run(gauge_fn, gauge, "gauge");
	if (IS_ERR(gauge->task)) {
		int err = PTR_ERR(gauge->task);

		kfree(gauge);
		return err;
	}
	return 0;
}

static void gauge_remove(struct platform_device *pdev)
{
	struct gauge *gauge = pdev->dev.driver_data;

	kthread_stop(gauge->task);
	kfree(gauge);
}

static struct platform_driver gauge_driver = {
	.probe = gauge_probe,
	.remove = gauge_remove,
	.driver = { .name = "gauge" },
};

module_platform_driver(gauge_driver);
MODULE_LICENSE("GPL");
