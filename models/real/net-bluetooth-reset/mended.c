/*
 * Unregistering cancels the reset, and then holds the last reference.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

static struct workqueue_struct *req_workqueue;
static bool reset_done;

static void error_reset(struct work_struct *unused)
{
	reset_done = true;
}

static DECLARE_WORK(reset, error_reset);

static int __init bluetooth_reset_init(void)
{
	req_workqueue = alloc_workqueue("req_workqueue", 0, 0);
	if (!req_workqueue)
		return -ENOMEM;
	queue_work(req_workqueue, &reset);
	return 0;
}

static void __exit bluetooth_reset_exit(void)
{
	cancel_work_sync(&reset);
	destroy_workqueue(req_workqueue);
}

module_init(bluetooth_reset_init);
module_exit(bluetooth_reset_exit);
MODULE_DESCRIPTION("A Bluetooth device is released by its own work");
MODULE_LICENSE("GPL");
