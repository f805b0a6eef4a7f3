/*
 * The timer expires when the worker is freed.
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
	kthread_destroy_worker(worker);
}

module_init(pending_init);
module_exit(pending_exit);
MODULE_DESCRIPTION("Exit destroys a worker under an armed timer");
MODULE_LICENSE("GPL");
