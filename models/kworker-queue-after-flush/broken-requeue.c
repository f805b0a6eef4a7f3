/*
 * Behind the item that the flush waits for there is another one.
 */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker *worker;

static void item(struct kthread_work *work)
{
	/* ask the device how it does */
	kthread_queue_work(worker, work);
}

static DEFINE_KTHREAD_WORK(work, item);

static int __init requeueing_init(void)
{
	worker = kthread_create_worker(0, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	kthread_queue_work(worker, &work);
	return 0;
}

static void __exit requeueing_exit(void)
{
	kthread_destroy_worker(worker);
}

module_init(requeueing_init);
module_exit(requeueing_exit);
MODULE_DESCRIPTION("Exit destroys a worker whose item queues itself");
MODULE_LICENSE("GPL");
