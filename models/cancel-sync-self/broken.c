/*
 * The item that is waited for is the one that waits.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

static bool failed;
module_param(failed, bool, 0600);

static bool device_failed(void)
{
	return READ_ONCE(failed);
}

static void poll(struct work_struct *work)
{
	if (device_failed())
		cancel_work_sync(work);
	else
		schedule_work(work);
}

static DECLARE_WORK(work, poll);

static int __init failing_init(void)
{
	schedule_work(&work);
	return 0;
}

static void __exit failing_exit(void)
{
	cancel_work_sync(&work);
}

module_init(failing_init);
module_exit(failing_exit);
MODULE_DESCRIPTION("A work item waits for its own end");
MODULE_LICENSE("GPL");
