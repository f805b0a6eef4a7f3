/*
 * On 6.1 free_irq() stops the thread while it waits, and an interrupted wait
 * leads past the kfree().
 * Linux 6.2 or later, and newer 6.1 and 5.15; before, it is del_timer_sync().
 */
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct buffer {
	unsigned long count;
};

static int irq;
module_param(irq, int, 0);

static DECLARE_COMPLETION(answered);

static void answer(struct timer_list *unused)
{
	complete(&answered);
}

static DEFINE_TIMER(timeout, answer);

static irqreturn_t handler(int line, void *dev)
{
	return IRQ_WAKE_THREAD;
}

static irqreturn_t service(int line, void *dev)
{
	struct buffer *buffer;

	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return IRQ_HANDLED;
	mod_timer(&timeout, jiffies + HZ);
	if (wait_for_completion_interruptible(&answered))
		return IRQ_HANDLED;
	kfree(buffer);
	return IRQ_HANDLED;
}

static int __init answered_init(void)
{
	return request_threaded_irq(irq, handler, service, 0, "quiesce", NULL);
}

static void __exit answered_exit(void)
{
	free_irq(irq, NULL);
	timer_delete_sync(&timeout);
}

module_init(answered_init);
module_exit(answered_exit);
MODULE_DESCRIPTION("The thread of an interrupt is interrupted and keeps its buffer");
MODULE_LICENSE("GPL");
