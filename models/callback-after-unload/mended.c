/*
 * free_irq() returns when handler() neither runs nor can be called any more.
 */
#include <linux/interrupt.h>
#include <linux/module.h>

static int irq;
module_param(irq, int, 0);

static bool event;

static irqreturn_t handler(int line, void *dev)
{
	event = true;
	return IRQ_HANDLED;
}

static int __init interrupted_init(void)
{
	return request_irq(irq, handler, 0, "quiesce", NULL);
}

static void __exit interrupted_exit(void)
{
	free_irq(irq, NULL);
}

module_init(interrupted_init);
module_exit(interrupted_exit);
MODULE_DESCRIPTION("Exit gives the interrupt back");
MODULE_LICENSE("GPL");
