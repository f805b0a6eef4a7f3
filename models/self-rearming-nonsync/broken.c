/*
 * While tick() runs its timer is not armed, and there is nothing to delete.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct buffer {
	unsigned long count;
};

static struct buffer *buffer;

static void tick(struct timer_list *timer)
{
	buffer->count++;
	mod_timer(timer, jiffies + HZ);
}

static DEFINE_TIMER(timer, tick);

static int __init ticking_init(void)
{
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	mod_timer(&timer, jiffies + HZ);
	return 0;
}

static void __exit ticking_exit(void)
{
	timer_delete(&timer);
	kfree(buffer);
}

module_init(ticking_init);
module_exit(ticking_exit);
MODULE_DESCRIPTION("Exit does not wait for a timer that arms itself again");
MODULE_LICENSE("GPL");
