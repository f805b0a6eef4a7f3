/*
 * With the file removed nobody queues the item any more.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static struct dentry *file;

static void item(struct work_struct *unused)
{
	msleep(100);
	/* write out what was submitted */
}

static DECLARE_WORK(work, item);

static ssize_t submit(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	schedule_work(&work);
	return len;
}

static const struct file_operations submit_fops = {
	.owner = THIS_MODULE,
	.write = submit,
};

static int __init queued_init(void)
{
	file = debugfs_create_file("submit", 0200, NULL, NULL, &submit_fops);
	return 0;
}

static void __exit queued_exit(void)
{
	debugfs_remove(file);
	cancel_work_sync(&work);
}

module_init(queued_init);
module_exit(queued_exit);
MODULE_DESCRIPTION("Exit cancels the work item");
MODULE_LICENSE("GPL");
