/*
 * Until it is cancelled the item arms the timer again.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

struct buffer {
	unsigned long count;
};

static struct buffer *buffer;

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
	timer_delete_sync(&timer);
	cancel_work_sync(&work);
	kfree(buffer);
}

module_init(circling_init);
module_exit(circling_exit);
MODULE_DESCRIPTION("Exit deletes the timer, and the item arms it again");
MODULE_LICENSE("GPL");
