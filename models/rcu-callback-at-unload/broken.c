/*
 * A grace period later release() is called, and is no more. synchronize_rcu() here
 * would not help: it waits for readers, not for callbacks.
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
}

module_init(shared_init);
module_exit(shared_exit);
MODULE_DESCRIPTION("Exit leaves an RCU callback behind");
MODULE_LICENSE("GPL");
