/* expected: holds */
/* A function of a table that may be without it is called if it is there; here it is. */
#include <linux/kthread.h>
#include <linux/module.h>
struct dev;
struct dev_ops {
	int (*start)(struct dev *d);
	void (*stop)(struct dev *d);
};
struct dev {
	const struct dev_ops *ops;
	struct task_struct *task;
};
#include <linux/delay.h>

static int worker(void *d)
{
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}

static int sw_start(struct dev *d)
{
	d->task = kthread_run(worker, d, "sw");
	if (IS_ERR(d->task))
		return PTR_ERR(d->task);
	return 0;
}

static void sw_stop(struct dev *d)
{
	kthread_stop(d->task);
}

static const struct dev_ops sw_ops = { .start = sw_start, .stop = sw_stop };
static struct dev sw = { .ops = &sw_ops };
static int __init test_init(void)
{
	const struct dev_ops *ops = sw.ops;

	if (ops->start)
		return ops->start(&sw);
	return 0;
}

static void __exit test_exit(void)
{
	if (sw.ops->stop)
		sw.ops->stop(&sw);
}

module_init(test_init);
module_exit(test_exit);
MODULE_LICENSE("GPL");
