/* expected: holds */
/* An interrupt completes what a thread waits for, as often as the device likes; the thread waits for a second at most. */
#include <linux/module.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/completion.h>
#include <linux/delay.h>

static DECLARE_COMPLETION(ready);
static struct task_struct *task;
static int irq = 5;

static irqreturn_t handler(int n, void *data)
{
	complete(&ready);
	return IRQ_HANDLED;
}

static int sampler_fn(void *data)
{
	while (!kthread_should_stop()) {
		reinit_completion(&ready);
		wait_for_completion_timeout(&ready, HZ);
	}
	return 0;
}

static int __init sampler_init(void)
{
	int err;

	task = kthread_run(sampler_fn, NULL, "sampler");
	if (IS_ERR(task))
		return PTR_ERR(task);
	err = request_irq(irq, handler, 0, "sampler", &ready);
	if (err) {
		kthread_stop(task);
		return err;
	}
	return 0;
}

static void __exit sampler_exit(void)
{
	free_irq(irq, &ready);
	kthread_stop(task);
}

module_init(sampler_init);
module_exit(sampler_exit);
MODULE_LICENSE("GPL");
