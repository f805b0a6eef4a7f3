/*
 * The bit that is tested belongs to the kworker that happens to run the item.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static void poll(struct work_struct *unused)
{
	while (!kthread_should_stop())
		msleep(100);
}

static DECLARE_WORK(work, poll);

static int __init polling_init(void)
{
	schedule_work(&work);
	return 0;
}

static void __exit polling_exit(void)
{
	cancel_work_sync(&work);
}

module_init(polling_init);
module_exit(polling_exit);
MODULE_DESCRIPTION("A work item waits for a stop of its kworker");
MODULE_LICENSE("GPL");
