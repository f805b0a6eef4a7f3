/*
 * Both look at a flag that is set before either is ended.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

struct channel {
	unsigned long count;
};

static struct channel *channel;
static bool closing;

static void period_elapsed(struct timer_list *unused);
static DEFINE_TIMER(period_elapsed_timer, period_elapsed);
static void run_dma(struct work_struct *unused);
static DECLARE_WORK(run_dma_work, run_dma);

static void period_elapsed(struct timer_list *unused)
{
	channel->count++;
	if (!closing)
		schedule_work(&run_dma_work);
}

static void run_dma(struct work_struct *unused)
{
	channel->count++;
	if (!closing)
		mod_timer(&period_elapsed_timer, jiffies + HZ);
}

static int __init aica_timer_init(void)
{
	channel = kzalloc(sizeof(*channel), GFP_KERNEL);
	if (!channel)
		return -ENOMEM;
	mod_timer(&period_elapsed_timer, jiffies + HZ);
	return 0;
}

static void __exit aica_timer_exit(void)
{
	closing = true;
	timer_delete_sync(&period_elapsed_timer);
	cancel_work_sync(&run_dma_work);
	timer_delete_sync(&period_elapsed_timer);
	kfree(channel);
}

module_init(aica_timer_init);
module_exit(aica_timer_exit);
MODULE_DESCRIPTION("A timer and a work item start each other");
MODULE_LICENSE("GPL");
