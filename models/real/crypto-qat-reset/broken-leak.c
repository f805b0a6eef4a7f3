/*
 * Who waited in vain leaves the request to the work item, which does not
 * notice.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct reset_data {
	unsigned long count;
};

static struct reset_data *reset_data;
static DECLARE_COMPLETION(reset_done);
static struct dentry *dir;

static void reset_work(struct work_struct *unused)
{
	reset_data->count++;
	complete(&reset_done);
}

static DECLARE_WORK(reset_work_work, reset_work);

static ssize_t schedule_reset(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	int left;

	reset_data = kzalloc(sizeof(*reset_data), GFP_KERNEL);
	if (!reset_data)
		return -ENOMEM;
	schedule_work(&reset_work_work);
	left = wait_for_completion_timeout(&reset_done, HZ);
	if (left)
		kfree(reset_data);
	return len;
}

static const struct file_operations schedule_reset_fops = {
	.owner = THIS_MODULE,
	.write = schedule_reset,
};

static int __init qat_reset_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("schedule_reset", 0200, dir, NULL, &schedule_reset_fops);
	return 0;
}

static void __exit qat_reset_exit(void)
{
	debugfs_remove(dir);
	cancel_work_sync(&reset_work_work);
}

module_init(qat_reset_init);
module_exit(qat_reset_exit);
MODULE_DESCRIPTION("Two sides of a reset each leave it to the other to free it");
MODULE_LICENSE("GPL");
