/*
 * Nobody needs the lock while exit waits.
 */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/mutex.h>

static int irq;
module_param(irq, int, 0);

static DEFINE_MUTEX(lock);

static irqreturn_t handler(int line, void *dev)
{
	return IRQ_WAKE_THREAD;
}

static irqreturn_t service(int line, void *dev)
{
	mutex_lock(&lock);
	/* fetch what the device has */
	mutex_unlock(&lock);
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
MODULE_DESCRIPTION("Exit frees the interrupt, then takes the lock");
MODULE_LICENSE("GPL");
