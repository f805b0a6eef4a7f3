/* expected: NoUseAfterFree */
/* The buffer that a thread fills is freed before the thread is stopped. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct recorder {
	u8 *samples;
	int last[4];
	struct task_struct *task;
};

static struct recorder *recorder;

static int record(void *data)
{
	struct recorder *r = data;
	int i = 0;

	while (!kthread_should_stop()) {
		r->last[i % 4] = read_sensor();
		write_samples(0, r->samples, 64);
		r->samples[i % 64] = 0;
		memset(r->samples, 0, 64);
		i++;
		msleep(10);
	}
	return 0;
}

static int __init recorder_init(void)
{
	struct task_struct *task;

	recorder = kzalloc(sizeof(*recorder), GFP_KERNEL);
	if (!recorder)
		return -ENOMEM;
	recorder->samples = kcalloc(64, 1, GFP_KERNEL);
	if (!recorder->samples) {
		kfree(recorder);
		return -ENOMEM;
	}
	task = kthread_run(record, recorder, "record");
	if (IS_ERR(task)) {
		kfree(recorder->samples);
		kfree(recorder);
		return PTR_ERR(task);
	}
	recorder->task = task;
	return 0;
}

static void __exit recorder_exit(void)
{
	kfree(recorder->samples);
	kthread_stop(recorder->task);
	kfree(recorder);
}

module_init(recorder_init);
module_exit(recorder_exit);
MODULE_LICENSE("GPL");
