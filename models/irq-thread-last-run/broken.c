/*
 * No interrupt comes any more, but the thread of the last one still does.
 */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>

struct buffer {
	unsigned long count;
};

static int irq;
module_param(irq, int, 0);

static struct buffer *buffer;
static bool masked = true;

static irqreturn_t handler(int line, void *dev)
{
	if (READ_ONCE(masked))
		return IRQ_NONE;
	return IRQ_WAKE_THREAD;
}

static irqreturn_t service(int line, void *dev)
{
	buffer->count++;
	return IRQ_HANDLED;
}

static int __init buffered_init(void)
{
	int err = request_threaded_irq(irq, handler, service, 0, "quiesce", NULL);

	if (err)
		return err;
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer) {
		free_irq(irq, NULL);
		return -ENOMEM;
	}
	WRITE_ONCE(masked, false);
	return 0;
}

static void __exit buffered_exit(void)
{
	WRITE_ONCE(masked, true);
	kfree(buffer);
	free_irq(irq, NULL);
}

module_init(buffered_init);
module_exit(buffered_exit);
MODULE_DESCRIPTION("Exit frees the buffer, then the interrupt");
MODULE_LICENSE("GPL");
