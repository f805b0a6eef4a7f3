/* expected: NoUseAfterFree */
/* The timer drops a reference that nobody took for it. */
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct meter {
	refcount_t users;
	struct timer_list tick;
	unsigned long ticks;
};

static struct meter *meter;
static struct task_struct *task;

static struct meter *meter_of(struct timer_list *timer)
{
	return container_of(timer, struct meter, tick);
}

static void meter_put(struct meter *m)
{
	if (refcount_dec_and_test(&m->users))
		kfree(m);
}

static void meter_tick(struct timer_list *timer)
{
	struct meter *m = meter_of(timer);

	m->ticks++;
	meter_put(m);
}

static int meter_fn(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int __init meter_init(void)
{
	meter = kzalloc(sizeof(*meter), GFP_KERNEL);
	if (!meter)
		return -ENOMEM;
	refcount_set(&meter->users, 1);
	timer_setup(&meter->tick, meter_tick, 0);
	task = kthread_run(meter_fn, meter, "meter");
	if (IS_ERR(task)) {
		meter_put(meter);
		return PTR_ERR(task);
	}
	mod_timer(&meter->tick, jiffies + HZ);
	return 0;
}

static void __exit meter_exit(void)
{
	kthread_stop(task);
	if (timer_delete_sync(&meter->tick))
		meter_put(meter);
	meter_put(meter);
}

module_init(meter_init);
module_exit(meter_exit);
MODULE_LICENSE("GPL");
