/*
 * The reset takes the adapter down without that.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static bool adapter_up = true;
static struct dentry *dir;

static void reset_task(struct work_struct *unused)
{
	adapter_up = false;
	adapter_up = true;
}

static DECLARE_WORK(reset_task_work, reset_task);

static ssize_t tx_timeout(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	schedule_work(&reset_task_work);
	return len;
}

static const struct file_operations tx_timeout_fops = {
	.owner = THIS_MODULE,
	.write = tx_timeout,
};

static int __init e1000_reset_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("tx_timeout", 0200, dir, NULL, &tx_timeout_fops);
	return 0;
}

static void __exit e1000_reset_exit(void)
{
	debugfs_remove(dir);
	adapter_up = false;
	cancel_work_sync(&reset_task_work);
}

module_init(e1000_reset_init);
module_exit(e1000_reset_exit);
MODULE_DESCRIPTION("e1000's reset waits for itself");
MODULE_LICENSE("GPL");
