/*
 * The timer is deleted and its function waited for.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct card {
	unsigned long count;
};

static struct card *card;

static void ns_poll(struct timer_list *unused);
static DEFINE_TIMER(ns_poll_timer, ns_poll);

static void ns_poll(struct timer_list *unused)
{
	card->count++;
	mod_timer(&ns_poll_timer, jiffies + HZ);
}

static int __init nicstar_timer_init(void)
{
	card = kzalloc(sizeof(*card), GFP_KERNEL);
	if (!card)
		return -ENOMEM;
	mod_timer(&ns_poll_timer, jiffies + HZ);
	return 0;
}

static void __exit nicstar_timer_exit(void)
{
	timer_delete_sync(&ns_poll_timer);
	kfree(card);
}

module_init(nicstar_timer_init);
module_exit(nicstar_timer_exit);
MODULE_DESCRIPTION("nicstar deletes a timer that is running");
MODULE_LICENSE("GPL");
