/*
 * Between the two calls of exit the thread arms the timer once more.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/timer.h>

static struct task_struct *task;
static bool late;

static void tick(struct timer_list *unused)
{
	late = true;
}

static DEFINE_TIMER(watchdog, tick);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		mod_timer(&watchdog, jiffies + HZ);
		msleep(100);
	}
	return 0;
}

static int __init watched_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit watched_exit(void)
{
	timer_delete_sync(&watchdog);
	kthread_stop(task);
}

module_init(watched_init);
module_exit(watched_exit);
MODULE_DESCRIPTION("Exit deletes the timer before it stops the thread");
MODULE_LICENSE("GPL");
