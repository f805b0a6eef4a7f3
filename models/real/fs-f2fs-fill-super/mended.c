/*
 * The failed mount stops, then frees.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct nm_info {
	unsigned long count;
};

static struct task_struct *discard_task;
static struct nm_info *nm_info;

static bool fault;
module_param(fault, bool, 0600);

static bool no_root_inode(void)
{
	return READ_ONCE(fault);
}

static int discard_thread(void *data)
{
	while (!kthread_should_stop()) {
		nm_info->count++;
		msleep(100);
	}
	return 0;
}

static int __init f2fs_fill_super_init(void)
{
	nm_info = kzalloc(sizeof(*nm_info), GFP_KERNEL);
	if (!nm_info)
		return -ENOMEM;
	discard_task = kthread_run(discard_thread, NULL, "discard_thread");
	if (IS_ERR(discard_task)) {
		kfree(nm_info);
		return PTR_ERR(discard_task);
	}
	if (no_root_inode()) {
		kthread_stop(discard_task);
		kfree(nm_info);
		return -ENODEV;
	}
	return 0;
}

static void __exit f2fs_fill_super_exit(void)
{
	kthread_stop(discard_task);
	kfree(nm_info);
}

module_init(f2fs_fill_super_init);
module_exit(f2fs_fill_super_exit);
MODULE_DESCRIPTION("f2fs frees what its discard thread reads");
MODULE_LICENSE("GPL");
