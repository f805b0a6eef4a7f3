/* expected: NoCodeAfterUnload NoUseAfterFree */
/* The same, but nobody waits for the tasklet that the interrupt left behind. */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>

struct meter {
	int irq;
	int pulses, reports;
	struct tasklet_struct report;
};

static struct meter *meter;

static irqreturn_t pulse(int irq, void *dev_id)
{
	struct meter *m = dev_id;

	m->pulses++;
	tasklet_schedule(&m->report);
	return IRQ_HANDLED;
}

static void report(unsigned long data)
{
	struct meter *m = (struct meter *)data;

	m->reports++;
}

static int __init meter_init(void)
{
	int err;

	meter = kzalloc(sizeof(*meter), GFP_KERNEL);
	if (!meter)
		return -ENOMEM;
	tasklet_init(&meter->report, report, (unsigned long)meter);
	err = request_irq(meter->irq, pulse, IRQF_SHARED, "meter", meter);
	if (err)
		kfree(meter);
	return err;
}

static void __exit meter_exit(void)
{
	free_irq(meter->irq, meter);
	kfree(meter);
}

module_init(meter_init);
module_exit(meter_exit);
MODULE_LICENSE("GPL");
