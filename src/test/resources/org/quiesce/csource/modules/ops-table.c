/* expected: holds */
/* What the thread does in a turn, and how it is started, stands in a table of functions. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct sampler_ops {
	int (*start)(void);
	void (*sample)(void);
	void (*stop)(void);
};

static struct task_struct *task;
static long *samples;

static void count_sample(void)
{
	(*samples)++;
}

static int sampler_fn(void *data)
{
	const struct sampler_ops *ops = data;

	while (!kthread_should_stop()) {
		ops->sample();
		msleep(100);
	}
	return 0;
}

static int count_start(void);

static void count_stop(void)
{
	kthread_stop(task);
	kfree(samples);
}

static const struct sampler_ops counting = {
	.start = count_start,
	.sample = count_sample,
	.stop = count_stop,
};

static int count_start(void)
{
	samples = kzalloc(sizeof(*samples), GFP_KERNEL);
	if (!samples)
		return -ENOMEM;
	task = kthread_run(sampler_fn, (void *)&counting, "sampler");
	if (IS_ERR(task)) {
		kfree(samples);
		return PTR_ERR(task);
	}
	return 0;
}

static const struct sampler_ops *ops = &counting;

static int __init sampler_init(void)
{
	return ops->start();
}

static void __exit sampler_exit(void)
{
	ops->stop();
}

module_init(sampler_init);
module_exit(sampler_exit);
MODULE_LICENSE("GPL");
