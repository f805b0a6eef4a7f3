/* expected: holds */
/* A file in sysfs that shows what the thread counts: it comes with the device, and goes before that is freed. */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

struct meter {
	struct task_struct *task;
	unsigned long turns;
};

static struct meter *meter;

static ssize_t turns_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", meter->turns);
}

static ssize_t turns_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count)
{
	meter->turns = 0;
	wake_up_process(meter->task);
	return count;
}
static DEVICE_ATTR_RW(turns);

static int meter_fn(void *data)
{
	while (!kthread_should_stop()) {
		meter->turns++;
		msleep(100);
	}
	return 0;
}

static int meter_probe(struct platform_device *pdev)
{
	int err;

	meter = kzalloc(sizeof(*meter), GFP_KERNEL);
	if (!meter)
		return -ENOMEM;
	meter->task = kthread_run(meter_fn, NULL, "meter");
	if (IS_ERR(meter->task)) {
		err = PTR_ERR(meter->task);
		kfree(meter);
		return dev_err_probe(&pdev->dev, err, "no thread\n");
	}
	err = device_create_file(&pdev->dev, &dev_attr_turns);
	if (err) {
		kthread_stop(meter->task);
		kfree(meter);
		return err;
	}
	return 0;
}

static void meter_remove(struct platform_device *pdev)
{
	device_remove_file(&pdev->dev, &dev_attr_turns);
	kthread_stop(meter->task);
	kfree(meter);
}

static struct platform_driver meter_driver = {
	.probe = meter_probe,
	.remove = meter_remove,
	.driver = { .name = "meter" },
};

module_platform_driver(meter_driver);
MODULE_LICENSE("GPL");
