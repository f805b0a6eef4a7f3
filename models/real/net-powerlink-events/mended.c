/*
 * Init fails if the thread can't be created.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *event_task;
static DECLARE_WAIT_QUEUE_HEAD(event_queue);
static bool pending;

static int event_kthread(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(event_queue, pending || kthread_should_stop());
		pending = false;
	}
	return 0;
}

static int network(const char *val, const struct kernel_param *kp)
{
	pending = true;
	wake_up(&event_queue);
	return 0;
}

static const struct kernel_param_ops network_ops = { .set = network };
module_param_cb(network, &network_ops, NULL, 0200);

static int __init powerlink_events_init(void)
{
	event_task = kthread_run(event_kthread, NULL, "event_kthread");
	if (IS_ERR(event_task))
		return PTR_ERR(event_task);
	return 0;
}

static void __exit powerlink_events_exit(void)
{
	kthread_stop(event_task);
}

module_init(powerlink_events_init);
module_exit(powerlink_events_exit);
MODULE_DESCRIPTION("openPOWERLINK stops a thread that could not be created");
MODULE_LICENSE("GPL");
