/*
 * Exit restores the table.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/module.h>

#define HOOK_MAJOR 240

static ssize_t hooked_call(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	msleep(100);
	return len;
}

static const struct file_operations hooked_call_fops = {
	.write = hooked_call,
};

static int __init krf_hook_init(void)
{
	return register_chrdev(HOOK_MAJOR, "hooked_call", &hooked_call_fops);
}

static void __exit krf_hook_exit(void)
{
	unregister_chrdev(HOOK_MAJOR, "hooked_call");
}

module_init(krf_hook_init);
module_exit(krf_hook_exit);
MODULE_DESCRIPTION("A process sleeps in a system call of an unloaded module");
MODULE_LICENSE("GPL");
