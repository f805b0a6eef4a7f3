/*
 * Who arms a timer deletes it.
 */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker *worker;

static void item(struct kthread_work *unused)
{
	/* do what was asked for */
}

static DEFINE_KTHREAD_DELAYED_WORK(work, item);

static int __init delayed_init(void)
{
	worker = kthread_create_worker(0, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	kthread_queue_delayed_work(worker, &work, HZ);
	return 0;
}

static void __exit delayed_exit(void)
{
	kthread_cancel_delayed_work_sync(&work);
	kthread_destroy_worker(worker);
}

module_init(delayed_init);
module_exit(delayed_exit);
MODULE_DESCRIPTION("Exit cancels a delayed item with its timer");
MODULE_LICENSE("GPL");
