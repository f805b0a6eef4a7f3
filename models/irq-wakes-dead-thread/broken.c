/*
 * An interrupt between the two calls of exit wakes a task that was freed.
 */
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>

static int irq;
module_param(irq, int, 0);

static struct task_struct *task;
static bool ready;

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		/* somebody woke us: see to the device */
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static irqreturn_t handler(int line, void *dev)
{
	if (READ_ONCE(ready))
		wake_up_process(task);
	return IRQ_HANDLED;
}

static int __init waking_init(void)
{
	int err = request_irq(irq, handler, 0, "quiesce", NULL);

	if (err)
		return err;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		free_irq(irq, NULL);
		return PTR_ERR(task);
	}
	WRITE_ONCE(ready, true);
	return 0;
}

static void __exit waking_exit(void)
{
	kthread_stop(task);
	free_irq(irq, NULL);
}

module_init(waking_init);
module_exit(waking_exit);
MODULE_DESCRIPTION("An interrupt wakes a thread that was stopped");
MODULE_LICENSE("GPL");
