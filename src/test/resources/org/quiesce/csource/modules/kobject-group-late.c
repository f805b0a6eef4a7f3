/* expected: NoUseAfterFree */
/* Files in a directory of their own in sysfs, which kick a thread that is gone before they are. */
#include <linux/delay.h>
#include <linux/kobject.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sysfs.h>

static struct task_struct *task;
static struct kobject *beacon;

static int beacon_fn(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(1000);
	return 0;
}

static ssize_t kick_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf, size_t count)
{
	wake_up_process(task);
	return count;
}

static struct kobj_attribute kick_attr = __ATTR_WO(kick);

static struct attribute *beacon_attrs[] = {
	&kick_attr.attr,
	NULL,
};

static const struct attribute_group beacon_group = {
	.attrs = beacon_attrs,
};

static int __init beacon_init(void)
{
	int err;

	task = kthread_run(beacon_fn, NULL, "beacon");
	if (IS_ERR(task))
		return PTR_ERR(task);
	beacon = kobject_create_and_add("beacon", kernel_kobj);
	if (!beacon) {
		kthread_stop(task);
		return -ENOMEM;
	}
	err = sysfs_create_group(beacon, &beacon_group);
	if (err) {
		kobject_put(beacon);
		kthread_stop(task);
	}
	return err;
}

static void __exit beacon_exit(void)
{
	kthread_stop(task);
	kobject_put(beacon);
}

module_init(beacon_init);
module_exit(beacon_exit);
MODULE_LICENSE("GPL");
