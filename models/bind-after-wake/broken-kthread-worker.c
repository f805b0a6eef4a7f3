/*
 * Up to Linux 6.13 the thread of a worker runs when its creation returns.
 */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker *worker;

static void item(struct kthread_work *unused)
{
	/* do what was asked for */
}

static DEFINE_KTHREAD_WORK(work, item);

static int __init bound_init(void)
{
	worker = kthread_create_worker(0, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	kthread_bind(worker->task, 0);
	kthread_queue_work(worker, &work);
	return 0;
}

static void __exit bound_exit(void)
{
	kthread_destroy_worker(worker);
}

module_init(bound_init);
module_exit(bound_exit);
MODULE_DESCRIPTION("The thread of a worker is bound when the worker was created");
MODULE_LICENSE("GPL");
