/*
 * Whoever calls the hook holds the module.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/module.h>

static struct dentry *dir;

static ssize_t hooked_call(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	msleep(100);
	return len;
}

static const struct file_operations hooked_call_fops = {
	.owner = THIS_MODULE,
	.write = hooked_call,
};

static int __init krf_hook_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("hooked_call", 0200, dir, NULL, &hooked_call_fops);
	return 0;
}

static void __exit krf_hook_exit(void)
{
	debugfs_remove(dir);
}

module_init(krf_hook_init);
module_exit(krf_hook_exit);
MODULE_DESCRIPTION("A process sleeps in a system call of an unloaded module");
MODULE_LICENSE("GPL");
