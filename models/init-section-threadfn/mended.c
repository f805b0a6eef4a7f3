/*
 * The thread function stays for as long as the module does.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init discarded_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit discarded_exit(void)
{
	kthread_stop(task);
}

module_init(discarded_init);
module_exit(discarded_exit);
MODULE_DESCRIPTION("The thread function is in text that stays");
MODULE_LICENSE("GPL");
