/*
 * An item that had looked at the flag arms the timer, which queues the item once more.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

struct buffer {
	unsigned long count;
};

static struct buffer *buffer;
static bool dead;

static void tick(struct timer_list *unused);
static void item(struct work_struct *unused);

static DEFINE_TIMER(timer, tick);
static DECLARE_WORK(work, item);

static void tick(struct timer_list *unused)
{
	schedule_work(&work);
}

static void item(struct work_struct *unused)
{
	buffer->count++;
	if (!READ_ONCE(dead))
		mod_timer(&timer, jiffies + HZ);
}

static int __init circling_init(void)
{
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	mod_timer(&timer, jiffies + HZ);
	return 0;
}

static void __exit circling_exit(void)
{
	WRITE_ONCE(dead, true);
	timer_delete_sync(&timer);
	cancel_work_sync(&work);
	timer_delete_sync(&timer);
	kfree(buffer);
}

module_init(circling_init);
module_exit(circling_exit);
MODULE_DESCRIPTION("Exit sets a flag that the timer does not look at");
MODULE_LICENSE("GPL");
