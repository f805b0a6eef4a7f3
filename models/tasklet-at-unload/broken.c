/*
 * The last interrupt has scheduled the tasklet, and softirq has not got to it yet.
 */
#include <linux/interrupt.h>
#include <linux/module.h>

static int irq;
module_param(irq, int, 0);

static bool event;

static void bottom(struct tasklet_struct *unused)
{
	event = true;
}

static DECLARE_TASKLET(tasklet, bottom);

static irqreturn_t handler(int line, void *dev)
{
	tasklet_schedule(&tasklet);
	return IRQ_HANDLED;
}

static int __init split_init(void)
{
	return request_irq(irq, handler, 0, "quiesce", NULL);
}

static void __exit split_exit(void)
{
	free_irq(irq, NULL);
}

module_init(split_init);
module_exit(split_exit);
MODULE_DESCRIPTION("Exit frees the interrupt, and not the tasklet");
MODULE_LICENSE("GPL");
