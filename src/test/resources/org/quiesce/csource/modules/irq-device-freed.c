/* expected: NoUseAfterFree */
/* An interrupt gets what it counts in, and is still requested when that is freed. */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>

struct meter {
	int irq;
	int pulses, reports;
};

static struct meter *meter;

static irqreturn_t pulse(int irq, void *dev_id)
{
	struct meter *m = dev_id;

	m->pulses++;
	return IRQ_HANDLED;
}

static int __init meter_init(void)
{
	int err;

	meter = kzalloc(sizeof(*meter), GFP_KERNEL);
	if (!meter)
		return -ENOMEM;
	err = request_irq(meter->irq, pulse, IRQF_SHARED, "meter", meter);
	if (err)
		kfree(meter);
	return err;
}

static void __exit meter_exit(void)
{
	int irq = meter->irq;

	kfree(meter);
	free_irq(irq, meter);
}

module_init(meter_init);
module_exit(meter_exit);
MODULE_LICENSE("GPL");
