/*
 * The item that sees the flag is the last one.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

static struct workqueue_struct *queue;
static bool stopping;

static void poll(struct work_struct *work)
{
	/* ask the device how it does */
	if (!READ_ONCE(stopping))
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
	WRITE_ONCE(stopping, true);
	destroy_workqueue(queue);
}

module_init(requeueing_init);
module_exit(requeueing_exit);
MODULE_DESCRIPTION("Exit tells the item to end, then destroys the workqueue");
MODULE_LICENSE("GPL");
