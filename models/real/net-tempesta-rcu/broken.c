/*
 * Exit does not wait for callbacks.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct group {
	unsigned long count;
};

static struct group *group;
static bool removed;
static struct rcu_head rcu;
static struct dentry *dir;

static void free_rcu(struct rcu_head *unused)
{
	kfree(group);
}

static ssize_t remove_group(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	removed = true;
	call_rcu(&rcu, free_rcu);
	return len;
}

static const struct file_operations remove_group_fops = {
	.owner = THIS_MODULE,
	.write = remove_group,
};

static int __init tempesta_rcu_init(void)
{
	group = kzalloc(sizeof(*group), GFP_KERNEL);
	if (!group)
		return -ENOMEM;
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("remove_group", 0200, dir, NULL, &remove_group_fops);
	return 0;
}

static void __exit tempesta_rcu_exit(void)
{
	debugfs_remove(dir);
	if (!removed)
		kfree(group);
}

module_init(tempesta_rcu_init);
module_exit(tempesta_rcu_exit);
MODULE_DESCRIPTION("Tempesta's schedulers go before their callbacks");
MODULE_LICENSE("GPL");
