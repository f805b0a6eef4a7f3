/*
 * rcu_barrier() waits until every callback that is pending has returned.
 */
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct entry {
	struct rcu_head rcu;
	int value;
};

static struct entry *entry;

static void release(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct entry, rcu));
}

static int __init shared_init(void)
{
	entry = kzalloc(sizeof(*entry), GFP_KERNEL);
	if (!entry)
		return -ENOMEM;
	return 0;
}

static void __exit shared_exit(void)
{
	call_rcu(&entry->rcu, release);
	rcu_barrier();
}

module_init(shared_init);
module_exit(shared_exit);
MODULE_DESCRIPTION("Exit waits for the RCU callbacks");
MODULE_LICENSE("GPL");
