/*
 * When one instance of the item ends the next is queued already.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

static struct workqueue_struct *queue;

static void poll(struct work_struct *work)
{
	/* ask the device how it does */
	queue_work(queue, work);
}

static DECLARE_WORK(work, poll);

static int __init requeueing_init(void)
{
	queue = alloc_workqueue("requeueing", 0, 0);
	if (!queue)
		return -ENOMEM;
	queue_work(queue, &work);
	return 0;
}

static void __exit requeueing_exit(void)
{
	destroy_workqueue(queue);
}

module_init(requeueing_init);
module_exit(requeueing_exit);
MODULE_DESCRIPTION("Exit drains a workqueue that never gets empty");
MODULE_LICENSE("GPL");
