/* expected: holds */
/* Two structs of one type, a thread for each. */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/delay.h>

struct fan {
	struct task_struct *task;
	bool fast;
};

static struct fan intake, outlet;

static int fan_fn(void *data)
{
	struct fan *fan = data;

	while (!kthread_should_stop())
		msleep(fan->fast ? 10 : 100);
	return 0;
}

static int fan_start(struct fan *fan)
{
	fan->task = kthread_run(fan_fn, fan, "fan");
	return PTR_ERR_OR_ZERO(fan->task);
}

static int __init fans_init(void)
{
	int ret = fan_start(&intake);

	if (ret)
		return ret;
	ret = fan_start(&outlet);
	if (ret)
		kthread_stop(intake.task);
	return ret;
}

static void __exit fans_exit(void)
{
	kthread_stop(outlet.task);
	kthread_stop(intake.task);
}

module_init(fans_init);
module_exit(fans_exit);
MODULE_LICENSE("GPL");
