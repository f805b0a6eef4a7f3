/* expected: holds */
/* A thread completes again and again what nobody waits for. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>

static DECLARE_COMPLETION(polled);
static struct task_struct *task;

static int poll_fn(void *data)
{
	while (!kthread_should_stop()) {
		complete(&polled);
		msleep(100);
	}
	return 0;
}

static int __init poll_init(void)
{
	task = kthread_run(poll_fn, NULL, "poll");
	return PTR_ERR_OR_ZERO(task);
}

static void __exit poll_exit(void)
{
	kthread_stop(task);
}

module_init(poll_init);
module_exit(poll_exit);
MODULE_LICENSE("GPL");
