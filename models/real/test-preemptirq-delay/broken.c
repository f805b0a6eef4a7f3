/*
 * Nobody waits for the thread.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *test_task;

static int preemptirq_delay_run(void *data)
{
	msleep(100);
	return 0;
}

static int __init preemptirq_delay_init(void)
{
	test_task = kthread_run(preemptirq_delay_run, NULL, "preemptirq_delay_run");
	if (IS_ERR(test_task))
		return PTR_ERR(test_task);
	return 0;
}

static void __exit preemptirq_delay_exit(void)
{
}

module_init(preemptirq_delay_init);
module_exit(preemptirq_delay_exit);
MODULE_DESCRIPTION("A test thread is in a delay when its module goes");
MODULE_LICENSE("GPL");
