/*
 * Most of the time the item is on no queue, only on its timer.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

static struct workqueue_struct *queue;

static void poll(struct work_struct *work)
{
	/* ask the device how it does */
	queue_delayed_work(queue, to_delayed_work(work), HZ);
}

static DECLARE_DELAYED_WORK(work, poll);

static int __init polling_init(void)
{
	queue = alloc_workqueue("polling", 0, 0);
	if (!queue)
		return -ENOMEM;
	queue_delayed_work(queue, &work, HZ);
	return 0;
}

static void __exit polling_exit(void)
{
	destroy_workqueue(queue);
}

module_init(polling_init);
module_exit(polling_exit);
MODULE_DESCRIPTION("Exit destroys a workqueue under an armed timer");
MODULE_LICENSE("GPL");
