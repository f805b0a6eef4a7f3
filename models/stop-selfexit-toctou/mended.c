/*
 * The thread never ends by itself, so that the pointer stays valid.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (device_failed())
			break;
		msleep(100);
	}
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init failing_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit failing_exit(void)
{
	kthread_stop(task);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("A thread that has failed waits for its stop");
MODULE_LICENSE("GPL");
