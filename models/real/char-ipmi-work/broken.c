/*
 * Exit leaves the item where it is.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/workqueue.h>

static struct dentry *dir;

static void remove_work(struct work_struct *unused)
{
	msleep(100);
}

static DECLARE_WORK(remove_work_work, remove_work);

static ssize_t release_user(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	schedule_work(&remove_work_work);
	return len;
}

static const struct file_operations release_user_fops = {
	.owner = THIS_MODULE,
	.write = release_user,
};

static int __init ipmi_work_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("release_user", 0200, dir, NULL, &release_user_fops);
	return 0;
}

static void __exit ipmi_work_exit(void)
{
	debugfs_remove(dir);
}

module_init(ipmi_work_init);
module_exit(ipmi_work_exit);
MODULE_DESCRIPTION("IPMI leaves work of a module that is unloaded");
MODULE_LICENSE("GPL");
