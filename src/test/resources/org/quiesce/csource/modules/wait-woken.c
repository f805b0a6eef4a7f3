/* expected: holds */
/* wait_woken() sees a stop by itself. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(events);
static struct task_struct *listener;

static int listen(void *unused)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);

	add_wait_queue(&events, &wait);
	while (!kthread_should_stop())
		wait_woken(&wait, TASK_IDLE, MAX_SCHEDULE_TIMEOUT);
	remove_wait_queue(&events, &wait);
	return 0;
}

static int __init events_init(void)
{
	listener = kthread_run(listen, NULL, "events");
	return PTR_ERR_OR_ZERO(listener);
}

static void __exit events_exit(void)
{
	kthread_stop(listener);
}

module_init(events_init);
module_exit(events_exit);
MODULE_LICENSE("GPL");
