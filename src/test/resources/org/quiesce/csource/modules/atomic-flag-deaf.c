/* expected: StopTerminates ThreadExits UnloadCompletes */
/* The thread waits for an atomic number that nobody sets once the timer is gone. */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/timer.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(feed_wait);
static atomic_t feed_ready = ATOMIC_INIT(0);
static struct task_struct *feeder;
static struct timer_list feed_timer;

static void feed_tick(struct timer_list *timer)
{
	atomic_set(&feed_ready, 1);
	wake_up(&feed_wait);
}

static int feeder_fn(void *data)
{
	while (1) {
		wait_event(feed_wait, atomic_read(&feed_ready) > 0);
		if (kthread_should_stop())
			break;
		atomic_set(&feed_ready, 0);
		mod_timer(&feed_timer, jiffies + HZ);
	}
	return 0;
}

static int __init feeder_init(void)
{
	timer_setup(&feed_timer, feed_tick, 0);
	feeder = kthread_run(feeder_fn, NULL, "feeder");
	if (IS_ERR(feeder))
		return PTR_ERR(feeder);
	mod_timer(&feed_timer, jiffies + HZ);
	return 0;
}

static void __exit feeder_exit(void)
{
	timer_delete_sync(&feed_timer);
	kthread_stop(feeder);
}

module_init(feeder_init);
module_exit(feeder_exit);
MODULE_LICENSE("GPL");
