/*
 * The thread waits for the item, and the item for the thread.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

static struct task_struct *task;

static bool broken_device;
module_param(broken_device, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(broken_device);
}

static void item(struct work_struct *unused)
{
	if (device_failed())
		kthread_stop(task);
}

static DECLARE_WORK(work, item);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		schedule_work(&work);
		flush_work(&work);
		msleep(100);
	}
	return 0;
}

static int __init flushing_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	wake_up_process(task);
	return 0;
}

static void __exit flushing_exit(void)
{
	kthread_stop(task);
}

module_init(flushing_init);
module_exit(flushing_exit);
MODULE_DESCRIPTION("An item stops the thread that flushes it");
MODULE_LICENSE("GPL");
