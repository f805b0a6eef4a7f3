/*
 * The thread that is waited for is the one that waits.
 */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/mutex.h>

static int irq;
module_param(irq, int, 0);

static DEFINE_MUTEX(lock);

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static irqreturn_t handler(int line, void *dev)
{
	return IRQ_WAKE_THREAD;
}

static irqreturn_t service(int line, void *dev)
{
	mutex_lock(&lock);
	/* fetch what the device has */
	mutex_unlock(&lock);
	if (device_failed())
		free_irq(irq, NULL);
	return IRQ_HANDLED;
}

static int __init locking_init(void)
{
	return request_threaded_irq(irq, handler, service, 0, "quiesce", NULL);
}

static void __exit locking_exit(void)
{
	free_irq(irq, NULL);
	mutex_lock(&lock);
	/* take the shared data apart */
	mutex_unlock(&lock);
}

module_init(locking_init);
module_exit(locking_exit);
MODULE_DESCRIPTION("A thread frees its own interrupt");
MODULE_LICENSE("GPL");
