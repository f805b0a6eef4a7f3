/*
 * The manager holds a reference on its helper, which may end by itself.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task.h>

static struct task_struct *task, *helper_task;

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static int helper(void *data)
{
	while (!kthread_should_stop()) {
		if (device_failed())
			return -ENODEV;
		msleep(100);
	}
	return 0;
}

static int manager(void *data)
{
	helper_task = kthread_create(helper, NULL, "helper");
	if (IS_ERR(helper_task))
		return PTR_ERR(helper_task);
	get_task_struct(helper_task);
	wake_up_process(helper_task);
	while (!kthread_should_stop())
		msleep(100);
	kthread_stop(helper_task);
	put_task_struct(helper_task);
	return 0;
}

static int __init managed_init(void)
{
	task = kthread_create(manager, NULL, "manager");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void __exit managed_exit(void)
{
	kthread_stop(task);
	put_task_struct(task);
}

module_init(managed_init);
module_exit(managed_exit);
MODULE_DESCRIPTION("The manager alone stops threads");
MODULE_LICENSE("GPL");
