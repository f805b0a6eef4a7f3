/*
 * Whoever uses the worker finds out, and exit ends it.
 */
#include <linux/kthread.h>
#include <linux/module.h>

static struct kthread_worker *worker;
static bool failed;

static bool broken_device;
module_param(broken_device, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(broken_device);
}

static void item(struct kthread_work *unused)
{
	if (device_failed())
		WRITE_ONCE(failed, true);
}

static DEFINE_KTHREAD_WORK(work, item);

static int __init failing_init(void)
{
	worker = kthread_create_worker(0, "worker");
	if (IS_ERR(worker))
		return PTR_ERR(worker);
	kthread_queue_work(worker, &work);
	return 0;
}

static void __exit failing_exit(void)
{
	kthread_destroy_worker(worker);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("Exit alone destroys the worker");
MODULE_LICENSE("GPL");
