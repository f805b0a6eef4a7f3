/*
 * No thread runs before both pointers are stored.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *producer_task;
static struct task_struct *consumer_task;

static int producer(void *data)
{
	while (!kthread_should_stop()) {
		/* produce */
		wake_up_process(consumer_task);
		msleep(100);
	}
	return 0;
}

static int consumer(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		/* somebody woke us: consume */
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init paired_init(void)
{
	consumer_task = kthread_create(consumer, NULL, "consumer");
	if (IS_ERR(consumer_task))
		return PTR_ERR(consumer_task);
	producer_task = kthread_create(producer, NULL, "producer");
	if (IS_ERR(producer_task)) {
		kthread_stop(consumer_task);
		return PTR_ERR(producer_task);
	}
	wake_up_process(consumer_task);
	wake_up_process(producer_task);
	return 0;
}

static void __exit paired_exit(void)
{
	kthread_stop(producer_task);
	kthread_stop(consumer_task);
}

module_init(paired_init);
module_exit(paired_exit);
MODULE_DESCRIPTION("Threads run when all pointers are stored");
MODULE_LICENSE("GPL");
