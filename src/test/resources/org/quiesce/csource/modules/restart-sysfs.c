/* expected: holds */
/* A file in sysfs starts and stops the thread; memory and pointer are cleared by whoever stops it. */
#include <linux/module.h>
#include <linux/device.h>
#include <linux/kthread.h>
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct sampler {
	struct task_struct *task;
	int last;
};

static DEFINE_MUTEX(lock);
static struct sampler *sampler;

static int sampler_fn(void *data)
{
	struct sampler *s = data;

	while (!kthread_should_stop()) {
		s->last++;
		msleep(100);
	}
	return 0;
}

static int sampler_start(void)
{
	int ret = 0;

	if (sampler)
		return -EBUSY;
	sampler = kzalloc(sizeof(*sampler), GFP_KERNEL);
	if (!sampler)
		return -ENOMEM;
	sampler->task = kthread_run(sampler_fn, sampler, "sampler");
	if (IS_ERR(sampler->task)) {
		ret = PTR_ERR(sampler->task);
		kfree(sampler);
		sampler = NULL;
	}
	return ret;
}

static void sampler_stop(void)
{
	if (!sampler)
		return;
	kthread_stop(sampler->task);
	kfree(sampler);
	sampler = NULL;
}

static ssize_t running_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count)
{
	mutex_lock(&lock);
	if (buf[0] == '1')
		sampler_start();
	else
		sampler_stop();
	mutex_unlock(&lock);
	return count;
}
static DEVICE_ATTR_WO(running);

static int __init sampler_init(void)
{
	return 0;
}

static void __exit sampler_exit(void)
{
	mutex_lock(&lock);
	sampler_stop();
	mutex_unlock(&lock);
}

module_init(sampler_init);
module_exit(sampler_exit);
MODULE_LICENSE("GPL");
