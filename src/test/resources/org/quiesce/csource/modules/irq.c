/* expected: holds */
/* An interrupt queues an item that wakes who waits; the interrupt goes first. */
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static int irq;
module_param(irq, int, 0444);
static DECLARE_WAIT_QUEUE_HEAD(queue);
static struct task_struct *task;
static bool event;

static void handle(struct work_struct *work)
{
	event = true;
	wake_up_interruptible(&queue);
}
static DECLARE_WORK(handling, handle);

static irqreturn_t handler(int number, void *device)
{
	if (not_ours(device))
		return IRQ_NONE;
	schedule_work(&handling);
	return IRQ_HANDLED;
}

static int server(void *data)
{
	while (!kthread_should_stop()) {
		if (wait_event_interruptible(queue, event || kthread_should_stop()))
			continue;
		event = false;
	}
	return 0;
}

static int __init irq_init(void)
{
	int err;

	task = kthread_run(server, NULL, "server");
	if (IS_ERR(task))
		return PTR_ERR(task);
	err = request_irq(irq, handler, IRQF_SHARED, "server", &task);
	if (err)
		goto stop;
	return 0;
stop:
	kthread_stop(task);
	return err;
}

static void __exit irq_exit(void)
{
	free_irq(irq, &task);
	cancel_work_sync(&handling);
	kthread_stop(task);
}

module_init(irq_init);
module_exit(irq_exit);
MODULE_LICENSE("GPL");
