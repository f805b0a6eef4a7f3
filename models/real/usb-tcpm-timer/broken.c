/*
 * The timer expires when the worker of its port is gone.
 */
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>

static struct kthread_worker *wq;
static struct hrtimer state_timer;

static void state_machine_work(struct kthread_work *unused)
{
	/* go on with the state machine of the port */
}

static DEFINE_KTHREAD_WORK(state_machine, state_machine_work);

static enum hrtimer_restart state_machine_timer_handler(struct hrtimer *unused)
{
	kthread_queue_work(wq, &state_machine);
	return HRTIMER_NORESTART;
}

static int __init tcpm_timer_init(void)
{
	wq = kthread_create_worker(0, "tcpm");
	if (IS_ERR(wq))
		return PTR_ERR(wq);
	hrtimer_init(&state_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	state_timer.function = state_machine_timer_handler;
	hrtimer_start(&state_timer, ms_to_ktime(100), HRTIMER_MODE_REL);
	return 0;
}

static void __exit tcpm_timer_exit(void)
{
	kthread_destroy_worker(wq);
}

module_init(tcpm_timer_init);
module_exit(tcpm_timer_exit);
MODULE_DESCRIPTION("tcpm destroys its worker under an armed timer");
MODULE_LICENSE("GPL");
