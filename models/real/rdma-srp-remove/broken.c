/*
 * The item flushes the queue that it is on.
 */
#include <linux/completion.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct target {
	unsigned long count;
};

static struct workqueue_struct *remove_wq;
static struct target *target;
static DECLARE_COMPLETION(removed);

static void tl_err_work(struct work_struct *unused)
{
	target->count++;
}

static DECLARE_WORK(err_work, tl_err_work);

static void remove_work(struct work_struct *unused)
{
	flush_workqueue(remove_wq);
	kfree(target);
	complete(&removed);
}

static DECLARE_WORK(removal, remove_work);

static int __init srp_remove_init(void)
{
	target = kzalloc(sizeof(*target), GFP_KERNEL);
	if (!target)
		return -ENOMEM;
	remove_wq = alloc_workqueue("remove_wq", 0, 0);
	if (!remove_wq) {
		kfree(target);
		return -ENOMEM;
	}
	queue_work(remove_wq, &err_work);
	return 0;
}

static void __exit srp_remove_exit(void)
{
	queue_work(remove_wq, &removal);
	wait_for_completion(&removed);
	destroy_workqueue(remove_wq);
}

module_init(srp_remove_init);
module_exit(srp_remove_exit);
MODULE_DESCRIPTION("The removal of an SRP target flushes its own queue");
MODULE_LICENSE("GPL");
