/*
 * The function of the timer spins until the function of the timer is over.
 */
#include <linux/module.h>
#include <linux/timer.h>

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static void tick(struct timer_list *timer)
{
	if (device_failed())
		timer_delete_sync(timer);
	else
		mod_timer(timer, jiffies + HZ);
}

static DEFINE_TIMER(timer, tick);

static int __init failing_init(void)
{
	mod_timer(&timer, jiffies + HZ);
	return 0;
}

static void __exit failing_exit(void)
{
	timer_delete_sync(&timer);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("A timer waits for its own end");
MODULE_LICENSE("GPL");
