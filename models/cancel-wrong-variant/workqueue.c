/*
 * As long as the timer is armed the item is pending, and cannot be taken off
 * any queue: this tries until the timer has expired.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

static void item(struct work_struct *unused)
{
	/* do what was asked for */
}

static DECLARE_DELAYED_WORK(work, item);

static int __init delayed_init(void)
{
	schedule_delayed_work(&work, HZ);
	return 0;
}

static void __exit delayed_exit(void)
{
	cancel_work_sync(&work.work);
}

module_init(delayed_init);
module_exit(delayed_exit);
MODULE_DESCRIPTION("Exit cancels a delayed item as an ordinary one");
MODULE_LICENSE("GPL");
