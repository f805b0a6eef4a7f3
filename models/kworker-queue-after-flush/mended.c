/*
 * First who queues, then the worker.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/timer.h>

static struct kthread_worker *worker;

static void item(struct kthread_work *unused)
{
	/* ask the device how it does */
}

static DEFINE_KTHREAD_WORK(work, item);

static void tick(struct timer_list *timer)
{
	kthread_queue_work(worker, &work);
	mod_timer(timer, jiffies + HZ);
}

static DEFINE_TIMER(timer, tick);

static int __init ticking_init(void)
{
	worker = kthread_create_worker(0, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	mod_timer(&timer, jiffies + HZ);
	return 0;
}

static void __exit ticking_exit(void)
{
	timer_delete_sync(&timer);
	kthread_destroy_worker(worker);
}

module_init(ticking_init);
module_exit(ticking_exit);
MODULE_DESCRIPTION("Exit deletes the timer, then destroys the worker");
MODULE_LICENSE("GPL");
