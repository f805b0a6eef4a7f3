/* expected: holds */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/interrupt.h>
static struct task_struct *task;
static int irq = 7;
static DECLARE_WAIT_QUEUE_HEAD(wq);
static bool ready;
static irqreturn_t quick(int i, void *d) { return IRQ_WAKE_THREAD; }
static irqreturn_t slow(int i, void *d) { ready = true; wake_up(&wq); return IRQ_HANDLED; }
static int worker(void *data)
{
	while (!kthread_should_stop())
		wait_event_interruptible(wq, ready || kthread_should_stop());
	return 0;
}
static int __init pump_init(void)
{
	int err;
	task = kthread_run(worker, NULL, "pump");
	if (IS_ERR(task))
		return PTR_ERR(task);
	err = request_threaded_irq(irq, quick, slow, 0, "pump", &irq);
	if (err)
		kthread_stop(task);
	return err;
}
static void __exit pump_exit(void)
{
	free_irq(irq, &irq);
	kthread_stop(task);
}
module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
