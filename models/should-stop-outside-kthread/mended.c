/*
 * A flag of the module's own says when it is enough.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static bool stopping;

static void poll(struct work_struct *unused)
{
	while (!READ_ONCE(stopping))
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
	WRITE_ONCE(stopping, true);
	cancel_work_sync(&work);
}

module_init(polling_init);
module_exit(polling_exit);
MODULE_DESCRIPTION("A work item ends when its module wants it to");
MODULE_LICENSE("GPL");
