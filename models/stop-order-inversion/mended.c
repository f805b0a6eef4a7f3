/*
 * The consumer serves the producer until that has ended.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *producer_task, *consumer_task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(taken);
static bool item;

static int producer(void *data)
{
	while (!kthread_should_stop()) {
		item = true;
		wake_up(&queue);
		wait_for_completion(&taken);
	}
	return 0;
}

static int consumer(void *data)
{
	for (;;) {
		wait_event_idle(queue, item || kthread_should_stop());
		if (kthread_should_stop())
			break;
		item = false;
		complete(&taken);
	}
	return 0;
}

static int __init pipeline_init(void)
{
	consumer_task = kthread_run(consumer, NULL, "consumer");
	if (IS_ERR(consumer_task))
		return PTR_ERR(consumer_task);
	producer_task = kthread_run(producer, NULL, "producer");
	if (IS_ERR(producer_task)) {
		kthread_stop(consumer_task);
		return PTR_ERR(producer_task);
	}
	return 0;
}

static void __exit pipeline_exit(void)
{
	kthread_stop(producer_task);
	kthread_stop(consumer_task);
}

module_init(pipeline_init);
module_exit(pipeline_exit);
MODULE_DESCRIPTION("Exit stops the producer before the consumer");
MODULE_LICENSE("GPL");
