/* expected: holds */
/* A local copy of the pointer is taken, and cleared for all, under the lock; two may stop at once. */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);

static int sample(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static ssize_t start_store(struct device *d, struct device_attribute *attr, const char *buf, size_t count)
{
	struct task_struct *t;

	mutex_lock(&lock);
	t = task;
	if (!t) {
		t = kthread_run(sample, NULL, "sample");
		if (!IS_ERR(t))
			task = t;
	}
	mutex_unlock(&lock);
	return count;
}
static DEVICE_ATTR_WO(start);

static ssize_t stop_store(struct device *d, struct device_attribute *attr, const char *buf, size_t count)
{
	struct task_struct *t;

	mutex_lock(&lock);
	t = task;
	task = NULL;
	mutex_unlock(&lock);
	if (t)
		kthread_stop(t);
	return count;
}
static DEVICE_ATTR_WO(stop);

static int sample_probe(struct platform_device *pdev)
{
	int ret = device_create_file(&pdev->dev, &dev_attr_start);

	if (ret)
		return ret;
	ret = device_create_file(&pdev->dev, &dev_attr_stop);
	if (ret) {
		device_remove_file(&pdev->dev, &dev_attr_start);
		if (task)
			kthread_stop(task);
		task = NULL;
	}
	return ret;
}

static void sample_remove(struct platform_device *pdev)
{
	device_remove_file(&pdev->dev, &dev_attr_stop);
	device_remove_file(&pdev->dev, &dev_attr_start);
	if (task)
		kthread_stop(task);
	task = NULL;
}

static struct platform_driver sample_driver = {
	.probe = sample_probe,
	.remove = sample_remove,
	.driver = { .name = "sample" },
};
module_platform_driver(sample_driver);
MODULE_LICENSE("GPL");
