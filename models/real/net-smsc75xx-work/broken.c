/*
 * The private data is freed.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct pdata {
	unsigned long count;
};

static struct pdata *pdata;
static struct dentry *dir;

static void multicast_write(struct work_struct *unused)
{
	pdata->count++;
}

static DECLARE_WORK(multicast_write_work, multicast_write);

static ssize_t set_multicast(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	schedule_work(&multicast_write_work);
	return len;
}

static const struct file_operations set_multicast_fops = {
	.owner = THIS_MODULE,
	.write = set_multicast,
};

static int __init smsc75xx_work_init(void)
{
	pdata = kzalloc(sizeof(*pdata), GFP_KERNEL);
	if (!pdata)
		return -ENOMEM;
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("set_multicast", 0200, dir, NULL, &set_multicast_fops);
	return 0;
}

static void __exit smsc75xx_work_exit(void)
{
	debugfs_remove(dir);
	kfree(pdata);
}

module_init(smsc75xx_work_init);
module_exit(smsc75xx_work_exit);
MODULE_DESCRIPTION("smsc75xx frees what its work item uses");
MODULE_LICENSE("GPL");
