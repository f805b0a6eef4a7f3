/*
 * The thread waits for its own end.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task.h>

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
			kthread_stop(current);
			return -ENODEV;
		}
		msleep(100);
	}
	return 0;
}

static int __init failing_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void __exit failing_exit(void)
{
	kthread_stop(task);
	put_task_struct(task);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("The thread stops itself");
MODULE_LICENSE("GPL");
