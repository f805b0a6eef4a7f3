/*
 * The thread clears the pointer before it ends. Exit may have tested it by
 * then.
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
		if (device_failed()) {
			task = NULL;
			return -ENODEV;
		}
		msleep(100);
	}
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
	if (task)
		kthread_stop(task);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("Exit tests a pointer that the thread clears");
MODULE_LICENSE("GPL");
