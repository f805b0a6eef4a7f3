/*
 * An item that the queue has dropped stays pending, and is nowhere to be
 * taken from: to cancel it is to try for ever.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static struct workqueue_struct *queue;
static struct task_struct *task;

static void item(struct work_struct *unused)
{
	/* do what was asked for */
}

static DECLARE_WORK(work, item);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		queue_work(queue, &work);
		msleep(100);
	}
	return 0;
}

static int __init submitting_init(void)
{
	queue = alloc_workqueue("submitting", 0, 0);
	if (!queue)
		return -ENOMEM;
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task)) {
		destroy_workqueue(queue);
		return PTR_ERR(task);
	}
	return 0;
}

static void __exit submitting_exit(void)
{
	drain_workqueue(queue);
	cancel_work_sync(&work);
	kthread_stop(task);
	destroy_workqueue(queue);
}

module_init(submitting_init);
module_exit(submitting_exit);
MODULE_DESCRIPTION("Exit drains the workqueue, then cancels the item");
MODULE_LICENSE("GPL");
