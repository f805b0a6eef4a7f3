/*
 * A worker without a thread is not destroyed: it stays.
 */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker *worker;

static void item(struct kthread_work *unused)
{
	/* set the device up */
}

static DEFINE_KTHREAD_WORK(work, item);

static int __init queued_init(void)
{
	worker = kthread_create_worker(0, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	kthread_queue_work(worker, &work);
	kthread_flush_work(&work);
	return 0;
}

static void __exit queued_exit(void)
{
	kthread_stop(worker->task);
	kthread_destroy_worker(worker);
}

module_init(queued_init);
module_exit(queued_exit);
MODULE_DESCRIPTION("Exit destroys a worker that has no thread");
MODULE_LICENSE("GPL");
