/* expected: NoCodeAfterUnload */
/* Two files in sysfs, which come and go with the device, start and stop its thread. Whether there is one is asked outside
 * of the mutex: stop and remove end the thread that was started last, and the other stays. */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>

static DEFINE_MUTEX(fan_lock);
static struct task_struct *fan_task;

static int fan_fn(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t start_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count)
{
	struct task_struct *task;

	/* Two that start it at the same time both find that there is none. */
	if (READ_ONCE(fan_task))
		return count;
	task = kthread_run(fan_fn, NULL, "fan");
	if (IS_ERR(task))
		return PTR_ERR(task);
	mutex_lock(&fan_lock);
	fan_task = task;
	mutex_unlock(&fan_lock);
	return count;
}
static DEVICE_ATTR_WO(start);

static void fan_stop(void)
{
	mutex_lock(&fan_lock);
	if (fan_task) {
		kthread_stop(fan_task);
		fan_task = NULL;
	}
	mutex_unlock(&fan_lock);
}

static ssize_t stop_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count)
{
	fan_stop();
	return count;
}
static DEVICE_ATTR_WO(stop);

static struct attribute *fan_attrs[] = {
	&dev_attr_start.attr,
	&dev_attr_stop.attr,
	NULL,
};
ATTRIBUTE_GROUPS(fan);

static int fan_probe(struct platform_device *pdev)
{
	return 0;
}

static void fan_remove(struct platform_device *pdev)
{
	fan_stop();
}

static struct platform_driver fan_driver = {
	.probe = fan_probe,
	.remove = fan_remove,
	.driver = {
		.name = "fan",
		.dev_groups = fan_groups,
	},
};

module_platform_driver(fan_driver);
MODULE_LICENSE("GPL");
