/*
 * A failed connect frees the controller.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct ctrl {
	unsigned long count;
};

static struct ctrl *ctrl;

static bool fault;
module_param(fault, bool, 0600);

static bool connect_fails(void)
{
	return READ_ONCE(fault);
}

static void keep_alive(struct work_struct *unused)
{
	ctrl->count++;
}

static DECLARE_WORK(keep_alive_work, keep_alive);

static int __init nvme_keep_alive_init(void)
{
	ctrl = kzalloc(sizeof(*ctrl), GFP_KERNEL);
	if (!ctrl)
		return -ENOMEM;
	schedule_work(&keep_alive_work);
	if (connect_fails()) {
		kfree(ctrl);
		return -ENODEV;
	}
	return 0;
}

static void __exit nvme_keep_alive_exit(void)
{
	cancel_work_sync(&keep_alive_work);
	kfree(ctrl);
}

module_init(nvme_keep_alive_init);
module_exit(nvme_keep_alive_exit);
MODULE_DESCRIPTION("NVMe starts its keep-alive in one pair and ends it in another");
MODULE_LICENSE("GPL");
