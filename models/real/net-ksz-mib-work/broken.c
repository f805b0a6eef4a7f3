/*
 * The work is cancelled while its interval is set.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct ksz_device {
	unsigned long count;
};

static struct ksz_device *ksz_device;
static bool interval = true;
static struct dentry *dir;

static void mib_read(struct work_struct *unused)
{
	ksz_device->count++;
}

static DECLARE_WORK(mib_read_work, mib_read);

static ssize_t link_down(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (interval)
		schedule_work(&mib_read_work);
	return len;
}

static const struct file_operations link_down_fops = {
	.owner = THIS_MODULE,
	.write = link_down,
};

static int __init ksz_mib_work_init(void)
{
	ksz_device = kzalloc(sizeof(*ksz_device), GFP_KERNEL);
	if (!ksz_device)
		return -ENOMEM;
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("link_down", 0200, dir, NULL, &link_down_fops);
	return 0;
}

static void __exit ksz_mib_work_exit(void)
{
	debugfs_remove(dir);
	cancel_work_sync(&mib_read_work);
	if (interval)
		schedule_work(&mib_read_work);
	kfree(ksz_device);
}

module_init(ksz_mib_work_init);
module_exit(ksz_mib_work_exit);
MODULE_DESCRIPTION("ksz cancels work that its unregistration queues");
MODULE_LICENSE("GPL");
