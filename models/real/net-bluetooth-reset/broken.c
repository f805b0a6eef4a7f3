/*
 * The reset drops a reference, and unregistering another.
 */
#include <linux/completion.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

static struct workqueue_struct *req_workqueue;
static DEFINE_SPINLOCK(hci_lock);
static bool reset_done;
static bool unregistered;
static DECLARE_COMPLETION(released);

static void error_reset(struct work_struct *unused)
{
	int last = 0;

	spin_lock(&hci_lock);
	reset_done = true;
	if (unregistered)
		last = 1;
	spin_unlock(&hci_lock);
	if (last) {
		destroy_workqueue(req_workqueue);
		complete(&released);
	}
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
	int last = 0;

	spin_lock(&hci_lock);
	unregistered = true;
	if (reset_done)
		last = 1;
	spin_unlock(&hci_lock);
	if (last) {
		destroy_workqueue(req_workqueue);
		complete(&released);
	}
	wait_for_completion(&released);
}

module_init(bluetooth_reset_init);
module_exit(bluetooth_reset_exit);
MODULE_DESCRIPTION("A Bluetooth device is released by its own work");
MODULE_LICENSE("GPL");
