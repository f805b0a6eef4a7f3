/*
 * The thread says when it is done with its argument.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct settings {
	unsigned int period;
};

static struct task_struct *task;
static unsigned int period;
static DECLARE_COMPLETION(copied);

static int worker(void *data)
{
	struct settings *settings = data;

	period = settings->period;
	complete(&copied);
	while (!kthread_should_stop())
		msleep(period);
	return 0;
}

static int __init configured_init(void)
{
	struct settings *settings;

	settings = kzalloc(sizeof(*settings), GFP_KERNEL);
	if (!settings)
		return -ENOMEM;
	settings->period = 100;
	task = kthread_run(worker, settings, "worker");
	if (IS_ERR(task)) {
		kfree(settings);
		return PTR_ERR(task);
	}
	wait_for_completion(&copied);
	kfree(settings);
	return 0;
}

static void __exit configured_exit(void)
{
	kthread_stop(task);
}

module_init(configured_init);
module_exit(configured_exit);
MODULE_DESCRIPTION("The thread's argument is freed when the thread has read it");
MODULE_LICENSE("GPL");
