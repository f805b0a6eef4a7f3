/*
 * Exit drops a reference that init did not take.
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
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit counting_exit(void)
{
	kthread_stop(task);
	put_task_struct(task);
}

module_init(counting_init);
module_exit(counting_exit);
MODULE_DESCRIPTION("Exit drops a reference that nobody took");
MODULE_LICENSE("GPL");
