/* expected: NoCodeAfterUnload */
/* A delayed work item that queues itself again, and may run while it is cancelled. */
#include <linux/module.h>
#include <linux/workqueue.h>

static void refresh(struct work_struct *work);
static DECLARE_DELAYED_WORK(refresher, refresh);

static void refresh(struct work_struct *work)
{
	read_counters();
	schedule_delayed_work(&refresher, HZ);
}

static int __init refresh_init(void)
{
	schedule_delayed_work(&refresher, HZ);
	return 0;
}

static void __exit refresh_exit(void)
{
	cancel_delayed_work(&refresher);
}

module_init(refresh_init);
module_exit(refresh_exit);
MODULE_LICENSE("GPL");
