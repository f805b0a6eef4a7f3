/*
 * Exit restores the table and waits until no call is counted.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/module.h>

#define HOOK_MAJOR 240

static int in_flight;

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
	return register_chrdev(HOOK_MAJOR, "hooked_call", &hooked_call_fops);
}

static void __exit krf_hook_exit(void)
{
	unregister_chrdev(HOOK_MAJOR, "hooked_call");
	while (in_flight > 0)
		msleep(100);
}

module_init(krf_hook_init);
module_exit(krf_hook_exit);
MODULE_DESCRIPTION("A process sleeps in a system call of an unloaded module");
MODULE_LICENSE("GPL");
