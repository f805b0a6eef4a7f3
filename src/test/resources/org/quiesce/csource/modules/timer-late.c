/* expected: NoUseAfterFree */
/* A timer wakes the thread, and is still there after the thread is. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/timer.h>

static struct task_struct *task;
static struct timer_list timer;
static unsigned long ticks;

static void tick(struct timer_list *t)
{
	wake_up_process(task);
	mod_timer(t, jiffies + HZ);
}

static int counter(void *data)
{
	while (true) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			goto out;
		schedule();
		ticks++;
	}
out:
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init counter_init(void)
{
	timer_setup(&timer, tick, 0);
	task = kthread_run(counter, NULL, "counter");
	if (IS_ERR(task))
		return PTR_ERR(task);
	mod_timer(&timer, jiffies + HZ);
	return 0;
}

static void __exit counter_exit(void)
{
	kthread_stop(task);
	timer_delete_sync(&timer);
}

module_init(counter_init);
module_exit(counter_exit);
MODULE_LICENSE("GPL");
