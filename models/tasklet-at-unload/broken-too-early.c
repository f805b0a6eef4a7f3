/*
 * Until the interrupt is freed its handler may schedule the tasklet again.
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
	tasklet_kill(&tasklet);
	free_irq(irq, NULL);
}

module_init(split_init);
module_exit(split_exit);
MODULE_DESCRIPTION("Exit kills the tasklet before it frees the interrupt");
MODULE_LICENSE("GPL");
