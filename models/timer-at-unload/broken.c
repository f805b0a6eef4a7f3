/*
 * The timer expires a second after the last turn of the thread.
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
	kthread_stop(task);
}

module_init(watched_init);
module_exit(watched_exit);
MODULE_DESCRIPTION("Exit stops the thread and leaves its timer armed");
MODULE_LICENSE("GPL");
