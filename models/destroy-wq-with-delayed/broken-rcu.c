/*
 * Until the grace period is over the item is on no queue.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

static struct workqueue_struct *queue;
static struct rcu_work work;

static void release(struct work_struct *unused)
{
	/* release what readers may have used */
}

static int __init waiting_init(void)
{
	queue = alloc_workqueue("waiting", 0, 0);
	if (!queue)
		return -ENOMEM;
	INIT_RCU_WORK(&work, release);
	queue_rcu_work(queue, &work);
	return 0;
}

static void __exit waiting_exit(void)
{
	destroy_workqueue(queue);
}

module_init(waiting_init);
module_exit(waiting_exit);
MODULE_DESCRIPTION("Exit destroys a workqueue while an item waits for a grace period");
MODULE_LICENSE("GPL");
