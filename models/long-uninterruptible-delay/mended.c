/*
 * The thread does something every ten minutes, or stops.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *task;
static DECLARE_WAIT_QUEUE_HEAD(queue);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		/* look after the device here */
		wait_event_timeout(queue, kthread_should_stop(), 600 * HZ);
	}
	return 0;
}

static int __init periodic_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit periodic_exit(void)
{
	kthread_stop(task);
}

module_init(periodic_init);
module_exit(periodic_exit);
MODULE_DESCRIPTION("The thread waits for its stop, with a timeout");
MODULE_LICENSE("GPL");
