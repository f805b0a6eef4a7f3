/*
 * An unload waits for the function. A load that fails does not.
 */
#include <linux/async.h>
#include <linux/delay.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "probing",
};

static void probe(void *data, async_cookie_t cookie)
{
	msleep(100);
	/* look for the device */
}

static int __init probing_init(void)
{
	async_schedule(probe, NULL);
	if (misc_register(&device) < 0)
		return -ENODEV;
	return 0;
}

static void __exit probing_exit(void)
{
	misc_deregister(&device);
}

module_init(probing_init);
module_exit(probing_exit);
MODULE_DESCRIPTION("Init fails and leaves a function to be called");
MODULE_LICENSE("GPL");
