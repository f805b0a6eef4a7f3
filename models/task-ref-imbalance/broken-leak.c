/*
 * Exit does not drop the reference that init took.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init counting_init(void)
{
	task = kthread_create(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void __exit counting_exit(void)
{
	kthread_stop(task);
}

module_init(counting_init);
module_exit(counting_exit);
MODULE_DESCRIPTION("Nobody drops the reference that init took");
MODULE_LICENSE("GPL");
