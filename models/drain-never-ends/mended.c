/*
 * An item that is being cancelled cannot queue itself.
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
	cancel_work_sync(&work);
	destroy_workqueue(queue);
}

module_init(requeueing_init);
module_exit(requeueing_exit);
MODULE_DESCRIPTION("Exit cancels the item, then destroys the workqueue");
MODULE_LICENSE("GPL");
