/*
 * Exit restores the table and waits until no call is counted.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/module.h>

static int in_flight;
static struct dentry *dir;

static ssize_t hooked_call(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	in_flight++;
	msleep(100);
	in_flight--;
	return len;
}

static const struct file_operations hooked_call_fops = {
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
	while (in_flight > 0)
		msleep(100);
}

module_init(krf_hook_init);
module_exit(krf_hook_exit);
MODULE_DESCRIPTION("A process sleeps in a system call of an unloaded module");
MODULE_LICENSE("GPL");
