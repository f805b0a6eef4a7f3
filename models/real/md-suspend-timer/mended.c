/*
 * The timer is deleted in the suspend.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct mddev {
	unsigned long count;
};

static struct mddev *mddev;
static struct dentry *dir;

static void safemode_timer(struct timer_list *unused)
{
	mddev->count++;
}

static DEFINE_TIMER(safemode_timer_timer, safemode_timer);

static ssize_t write(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mod_timer(&safemode_timer_timer, jiffies + HZ);
	return len;
}

static const struct file_operations write_fops = {
	.owner = THIS_MODULE,
	.write = write,
};

static int __init suspend_timer_init(void)
{
	mddev = kzalloc(sizeof(*mddev), GFP_KERNEL);
	if (!mddev)
		return -ENOMEM;
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("write", 0200, dir, NULL, &write_fops);
	return 0;
}

static void __exit suspend_timer_exit(void)
{
	debugfs_remove(dir);
	timer_delete_sync(&safemode_timer_timer);
	kfree(mddev);
}

module_init(suspend_timer_init);
module_exit(suspend_timer_exit);
MODULE_DESCRIPTION("An array is suspended with its timer armed");
MODULE_LICENSE("GPL");
