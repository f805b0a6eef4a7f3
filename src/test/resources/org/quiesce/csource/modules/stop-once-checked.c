/* expected: NoUseAfterFree NoDoubleStop StopTerminates UnloadCompletes RequestsAnswered FlushTerminates */
/* Two may find that nobody has stopped the thread, as it is asked first and stored then. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kobject.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sysfs.h>

static struct task_struct *task;
static int stopped;

static int pump_fn(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static void pump_stop(void)
{
	if (!READ_ONCE(stopped)) {
		WRITE_ONCE(stopped, 1);
		kthread_stop(task);
	}
}

static ssize_t stop_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf, size_t n)
{
	pump_stop();
	return n;
}

static struct kobj_attribute stop_attr = __ATTR_WO(stop);

static int __init pump_init(void)
{
	int err;

	task = kthread_run(pump_fn, NULL, "pump");
	if (IS_ERR(task))
		return PTR_ERR(task);
	err = sysfs_create_file(kernel_kobj, &stop_attr.attr);
	if (err)
		pump_stop();
	return err;
}

static void __exit pump_exit(void)
{
	sysfs_remove_file(kernel_kobj, &stop_attr.attr);
	pump_stop();
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
