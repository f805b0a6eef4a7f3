/* expected: NoUseAfterFree */
/* A function finds the device, and who got it looks at it once the lock is free again. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct pump {
	struct task_struct *task;
	unsigned long strokes;
};

static struct pump *pump;

static int pump_fn(void *data)
{
	struct pump *p = data;

	while (!kthread_should_stop()) {
		p->strokes++;
		msleep_interruptible(100);
	}
	return 0;
}

static DEFINE_MUTEX(pump_lock);

static struct pump *pump_find(void)
{
	return pump;
}

static void pump_drop(void)
{
	mutex_lock(&pump_lock);
	if (pump) {
		kthread_stop(pump->task);
		kfree(pump);
		pump = NULL;
	}
	mutex_unlock(&pump_lock);
}

static ssize_t kick_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf, size_t n)
{
	struct pump *p;

	mutex_lock(&pump_lock);
	p = pump_find();
	mutex_unlock(&pump_lock);
	if (p)
		wake_up_process(p->task);
	return n;
}

static ssize_t drop_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf, size_t n)
{
	pump_drop();
	return n;
}

static struct kobj_attribute kick_attr = __ATTR_WO(kick);
static struct kobj_attribute drop_attr = __ATTR_WO(drop);

static struct attribute *pump_attrs[] = {
	&kick_attr.attr,
	&drop_attr.attr,
	NULL,
};

static const struct attribute_group pump_group = {
	.attrs = pump_attrs,
};

static int __init pump_init(void)
{
	struct pump *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	p->task = kthread_run(pump_fn, p, "pump");
	if (IS_ERR(p->task)) {
		err = PTR_ERR(p->task);
		kfree(p);
		return err;
	}
	pump = p;
	err = sysfs_create_group(kernel_kobj, &pump_group);
	if (err)
		pump_drop();
	return err;
}

static void __exit pump_exit(void)
{
	sysfs_remove_group(kernel_kobj, &pump_group);
	pump_drop();
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
