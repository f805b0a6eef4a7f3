/*
 * With the item cancelled no timer knows of the worker.
 */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker *worker;

static void item(struct kthread_work *unused)
{
	/* do what was asked for */
}

static DEFINE_KTHREAD_DELAYED_WORK(work, item);

static int __init pending_init(void)
{
	worker = kthread_create_worker(0, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	kthread_queue_delayed_work(worker, &work, HZ);
	return 0;
}

static void __exit pending_exit(void)
{
	kthread_cancel_delayed_work_sync(&work);
	kthread_destroy_worker(worker);
}

module_init(pending_init);
module_exit(pending_exit);
MODULE_DESCRIPTION("Exit cancels the item, then destroys the worker");
MODULE_LICENSE("GPL");
